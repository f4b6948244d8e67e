package io.p13n.admin.account;

import io.p13n.contract.DefinitionKey;
import java.util.Map;
import java.util.Objects;

/** One of the lists of an account's document: its API keys, or the tokens of one service. Names are unique in it. */
sealed interface Shelf {

    long account();

    /** Of the service; 0 for what belongs to none. */
    long instance();

    /** How the document names the list. */
    String member();

    /** How the audit names what lies here. */
    String word();

    /** How many hexadecimal digits a secret of this kind has. */
    int digits();

    /** Whether the entry, with members as the document names them, lies here. */
    boolean holds(Map<String, Object> entry);

    default DefinitionKey.Account key() {
        return new DefinitionKey.Account(account());
    }

    record Keys(long account) implements Shelf {

        @Override
        public long instance() {
            return 0;
        }

        @Override
        public String member() {
            return "api_keys";
        }

        @Override
        public String word() {
            return "key";
        }

        @Override
        public int digits() {
            return 40;
        }

        @Override
        public boolean holds(Map<String, Object> entry) {
            return true;
        }
    }

    record Tokens(long account, long instance) implements Shelf {

        @Override
        public String member() {
            return "tokens";
        }

        @Override
        public String word() {
            return "token of instance " + instance;
        }

        @Override
        public int digits() {
            return 32;
        }

        @Override
        public boolean holds(Map<String, Object> entry) {
            return Objects.equals(entry.get("instance"), instance);
        }
    }
}
