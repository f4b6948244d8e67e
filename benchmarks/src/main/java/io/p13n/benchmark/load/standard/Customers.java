package io.p13n.benchmark.load.standard;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.json.JsonMapper;

/** Customers as rows of JSON. */
@Repository
class Customers {

    private static final String SCHEMA = "create schema if not exists standard";
    private static final String TABLE =
            "create table if not exists standard.customer (id text primary key, state jsonb not null)";
    private static final String FIND = "select state from standard.customer where id = ?";
    private static final String SAVE = """
            insert into standard.customer (id, state) values (?, ?::jsonb)
            on conflict (id) do update set state = excluded.state
            """;

    private final JdbcClient database;
    private final JsonMapper json;

    Customers(JdbcClient database, JsonMapper json) {
        this.database = database;
        this.json = json;
        database.sql(SCHEMA).update();
        database.sql(TABLE).update();
    }

    Customer find(String id) {
        return database.sql(FIND)
                .param(id)
                .query(String.class)
                .optional()
                .map(state -> json.readValue(state, Customer.class))
                .orElseGet(Customer::newcomer);
    }

    void save(String id, Customer customer) {
        database.sql(SAVE).param(id).param(json.writeValueAsString(customer)).update();
    }
}
