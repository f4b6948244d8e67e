package io.p13n.story;

import java.util.ArrayList;
import java.util.List;

/** Somebody who visits the sample shop. */
final class Customer {

    private final Website website;
    private final String email;

    Customer(Website website, String email) {
        this.website = website;
        this.email = email;
    }

    String email() {
        return email;
    }

    /** What a field of an event is; the value as JSON. */
    record With(String field, String json) {}

    static With with(String field, String text) {
        return new With(field, "\"" + text + "\"");
    }

    static With with(String field, Number number) {
        return new With(field, number.toString());
    }

    /** The customer, when known by another id than the email alone. */
    Answer did(String table, With... fields) {
        List<String> members = new ArrayList<>();
        members.add("\"email\":\"" + email + "\"");
        for (With each : fields) {
            members.add("\"" + each.field() + "\":" + each.json());
        }
        return website.posts(table, "{" + String.join(",", members) + "}");
    }

    Answer signsUp(String firstName) {
        return did("shop.web_events", with("event_name", "sign_up"), with("first_name", firstName));
    }

    Answer views(String product) {
        return did("shop.web_events", with("event_name", "page_view"), with("product_id", product));
    }

    Answer buys(Number amount) {
        return did("shop.orders", with("amount", amount));
    }
}
