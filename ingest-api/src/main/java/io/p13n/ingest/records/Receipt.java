package io.p13n.ingest.records;

import io.p13n.ingest.acceptance.Submission;
import io.p13n.ingest.failure.Refused;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/** What became of one event of a request. */
sealed interface Receipt {

    /** It is in the log, under this id. */
    record Stored(UUID id) implements Receipt {
        static Stored of(Submission event) {
            return new Stored(event.id());
        }
    }

    /** It was refused. */
    record NotStored(Refused why) implements Receipt {}

    /** As the contract words it. */
    default Map<String, Object> worded() {
        var worded = new LinkedHashMap<String, Object>();
        if (this instanceof Stored stored) {
            worded.put("success", true);
            worded.put("id", stored.id().toString());
        } else if (this instanceof NotStored notStored) {
            worded.put("success", false);
            worded.put("code", notStored.why().refusal().code());
            worded.put("message", notStored.why().message());
        }
        return worded;
    }
}
