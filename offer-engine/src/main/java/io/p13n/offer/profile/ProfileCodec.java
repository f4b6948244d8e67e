package io.p13n.offer.profile;

import java.io.StringWriter;
import java.util.List;
import java.util.UUID;
import tools.jackson.core.JacksonException;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * A profile's state as compact JSON text. Ids are not in it: they live in rows of their own. Equal profiles have equal
 * texts.
 *
 * <p>{@code f} and {@code l} are the moments first and last seen; {@code m} the moments that states refer to by their place in it,
 * latest first, each {@code [time,accepted - time,record id]}; {@code a} the attributes, each an array that begins with its
 * kind: {@code ["s",value,moment]} a single ({@code "t"} where the value is a timestamp),
 * {@code ["c",total,{window:[newest bucket,age,sum,age,sum,…]}]} a counter, {@code ["l",cleared,{row:[moment,fields],…}]} a
 * list, where {@code cleared} may be {@code null} and a removed row has no fields, {@code ["e",[time,…]]} when an offer was
 * returned. Times are milliseconds since the epoch, windows seconds.
 */
public final class ProfileCodec {

    static final String SINGLE = "s";
    static final String SINGLE_TIMESTAMP = "t";
    static final String COUNTER = "c";
    static final String LIST = "l";
    static final String EXPOSURES = "e";

    private static final JsonFactory FACTORY = new JsonFactory();

    private ProfileCodec() {}

    public static String encode(Profile profile) {
        var text = new StringWriter(1024);
        try (var json = FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
            new StateWriter(json, profile).write();
        }
        return text.toString();
    }

    /**
     * Reads what {@link #encode} wrote.
     *
     * @throws IllegalArgumentException where the text is something else, or of a later version
     */
    public static Profile decode(UUID id, List<LinkedId> ids, String state) {
        try (var json = FACTORY.createParser(ObjectReadContext.empty(), state)) {
            return new StateReader(json).profile(id, ids);
        } catch (JacksonException e) {
            throw new IllegalArgumentException("not the state of a profile", e);
        }
    }
}
