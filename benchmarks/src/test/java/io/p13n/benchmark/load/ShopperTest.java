package io.p13n.benchmark.load;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShopperTest {

    private static final Pattern CUSTOMER = Pattern.compile("\"customer_id\":\"c-(\\d+)\"");
    private static final int PARTS = 100;

    /** As many events as a step of the growth run has; each part of the customers gets its share, give or take a fifth. */
    @ParameterizedTest
    @CsvSource({"100000, 0", "1000000, 43210", "10000000, 987654", "10000000, 40000000"})
    void someThousandsAreSpreadOverAllCustomers(int customers, int first) {
        var shopper = new Shopper(customers);
        int events = 7_500;
        int[] asked = new int[PARTS];

        int[] numbers = IntStream.range(first, first + events)
                .map(number -> customer(shopper, number))
                .toArray();
        Arrays.stream(numbers).forEach(customer -> asked[(int) ((customer - 1L) * PARTS / customers)]++);

        assertThat(Arrays.stream(numbers).distinct().count()).isEqualTo(events);
        assertThat(Arrays.stream(asked).boxed()).allMatch(times -> times >= 60 && times <= 90);
    }

    @Test
    void eachCustomerComesBeforeOneComesAgain() {
        var shopper = new Shopper(100_000);

        assertThat(IntStream.range(5, 100_005)
                        .map(number -> customer(shopper, number))
                        .distinct()
                        .count())
                .isEqualTo(100_000);
    }

    private static int customer(Shopper shopper, int number) {
        var found = CUSTOMER.matcher(new String(shopper.pageView(number), UTF_8));
        assertThat(found.find()).isTrue();
        int customer = Integer.parseInt(found.group(1));
        assertThat(customer).isBetween(1, shopper.customers());
        return customer;
    }
}
