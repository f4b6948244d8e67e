package io.p13n.offer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.p13n.offer.decision.Compilation;
import io.p13n.offer.decision.CompiledService;
import io.p13n.offer.definition.DefinitionReader;
import io.p13n.offer.definition.Reading;
import io.p13n.offer.definition.ServiceDefinition;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.common.ScalarStyle;

/** Case files, and what tests make of them. */
public final class TestData {

    private TestData() {}

    public static Object yaml(String file) {
        try (InputStream in = Objects.requireNonNull(TestData.class.getResourceAsStream("/" + file), file)) {
            return parsed(new String(in.readAllBytes(), UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Plain values of YAML or JSON. */
    public static Object parsed(String text) {
        return Objects.requireNonNull(new Load(LoadSettings.builder().build()).loadFromString(text));
    }

    public static String json(Object value) {
        var settings = DumpSettings.builder()
                .setDefaultFlowStyle(FlowStyle.FLOW)
                .setDefaultScalarStyle(ScalarStyle.JSON_SCALAR_STYLE)
                .setWidth(Integer.MAX_VALUE)
                .build();
        return new Dump(settings).dumpToString(value);
    }

    /** The same, with integers as events have them. */
    public static Object longs(Object value) {
        if (value instanceof Map<?, ?> map) {
            var longs = new LinkedHashMap<Object, Object>();
            map.forEach((name, member) -> longs.put(name, longs((Object) member)));
            return longs;
        }
        if (value instanceof List<?> list) {
            return list.stream().map(element -> longs((Object) element)).toList();
        }
        return value instanceof Integer integer ? (Object) integer.longValue() : value;
    }

    @SuppressWarnings("unchecked")
    public static Map<String, Object> map(Object value) {
        return (Map<String, Object>) value;
    }

    @SuppressWarnings("unchecked")
    public static List<Object> list(Object value) {
        return (List<Object>) value;
    }

    public static List<Map<String, Object>> maps(Object value) {
        return list(Objects.requireNonNull(value)).stream().map(TestData::map).toList();
    }

    public static String text(Map<String, Object> map, String member) {
        return (String) Objects.requireNonNull(map.get(member), member);
    }

    /** A service without any problem. */
    public static CompiledService compiled(String definition) {
        var compilation = CompiledService.compile(service(definition));
        assertThat(compilation).isInstanceOf(Compilation.Compiled.class);
        return ((Compilation.Compiled) compilation).service();
    }

    public static ServiceDefinition service(String definition) {
        var reading = DefinitionReader.read(definition);
        assertThat(reading).isInstanceOf(Reading.Read.class);
        return (ServiceDefinition) ((Reading.Read) reading).document();
    }
}
