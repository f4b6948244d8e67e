package io.p13n.admin.imports;

import io.p13n.admin.audit.Audit;
import io.p13n.admin.http.Fault;
import io.p13n.admin.http.Faulted;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.zip.ZipException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SynchronousSink;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Takes uploads. The rows of one are written batch by batch as a generation that does not count, at a bounded rate and with two
 * batches in memory; at the end one transaction makes all of them count. Whatever ends it earlier leaves nothing to be seen.
 */
@Component
class Imports implements DisposableBean {

    private static final Logger log = LoggerFactory.getLogger(Imports.class);
    private static final Duration TELLING = Duration.ofSeconds(1);

    private final ImportStore store;
    private final BatchTables tables;
    private final Audit audit;
    private final TransactionalOperator transaction;
    private final ImportProperties properties;
    private final Semaphore places;
    private final Scheduler reading;

    Imports(
            ImportStore store,
            BatchTables tables,
            Audit audit,
            TransactionalOperator transaction,
            ImportProperties properties) {
        this.store = store;
        this.tables = tables;
        this.audit = audit;
        this.transaction = transaction;
        this.properties = properties;
        this.places = new Semaphore(properties.atOnce());
        this.reading = Schedulers.newBoundedElastic(properties.atOnce(), properties.atOnce(), "p13n-import");
    }

    /**
     * Takes one upload, from its first byte until its rows count.
     *
     * @return what came of it; fails with a {@link Faulted} where nothing was changed
     */
    Mono<ImportReport> take(Upload upload, Flux<DataBuffer> body) {
        return Mono.defer(() -> places.tryAcquire()
                ? taken(upload, body).doFinally(end -> places.release())
                : Mono.error(Fault.UNAVAILABLE.because("this replica takes " + properties.atOnce()
                        + " uploads at a time (p13n.admin.imports.at-once); nothing was changed, try again later")));
    }

    private Mono<ImportReport> taken(Upload upload, Flux<DataBuffer> body) {
        return Mono.usingWhen(
                        store.begin(upload),
                        id -> carriedOut(id, upload, body),
                        done -> Mono.empty(),
                        (id, failure) -> end(id, upload, reason(failure)),
                        id -> end(id, upload, "the connection was closed"))
                .flatMap(id -> store.find(upload.service(), id));
    }

    private Mono<Long> carriedOut(long id, Upload upload, Flux<DataBuffer> body) {
        var progress = new Progress(upload.mostRejected());
        Arriving arriving = Arriving.of(body);
        return Mono.firstWithSignal(written(id, upload, arriving, progress), watched(id, arriving, progress))
                .doFinally(end -> close(arriving))
                .onErrorMap(Imports::translated)
                .then(Mono.fromRunnable(() -> requireRows(upload, progress)))
                .then(published(id, upload, arriving, progress))
                .thenReturn(id);
    }

    private Mono<Void> written(long id, Upload upload, Arriving arriving, Progress progress) {
        return Flux.<Batch, RowReader>generate(
                        () -> new RowReader(
                                upload.target(), upload.format().lines(arriving, upload.target()), progress),
                        Imports::read,
                        Imports::close)
                .subscribeOn(reading)
                .concatMap(batch -> Mono.when(tables.write(id, upload.target(), batch), pause(batch)), 1)
                .then();
    }

    private static RowReader read(RowReader rows, SynchronousSink<Batch> sink) {
        try {
            Batch batch = rows.next();
            if (batch.isEmpty()) {
                sink.complete();
            } else {
                sink.next(batch);
            }
            return rows;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** What a batch takes at least, so that the rate is not exceeded. */
    private Mono<Long> pause(Batch batch) {
        return Mono.delay(Duration.ofNanos(1_000_000_000L * batch.values() / properties.valuesPerSecond()));
    }

    /** Tells how far it has come until it is cancelled; fails if the sender is silent, or somebody ended the upload. */
    private Mono<Void> watched(long id, Arriving arriving, Progress progress) {
        return Flux.interval(TELLING)
                .onBackpressureDrop()
                .concatMap(tick -> arriving.silence().compareTo(properties.silence()) > 0
                        ? Mono.error(Fault.INVALID.because("nothing came for "
                                + properties.silence().toSeconds() + " s; nothing was changed, send it again"))
                        : store.move(id, progress.count(), arriving.taken()))
                .then();
    }

    private static void requireRows(Upload upload, Progress progress) {
        if (!upload.format().csv() && progress.count().read() == 0) {
            throw Fault.INVALID.because(
                    "there is no row in it; nothing was changed. To empty what was there, send a CSV"
                            + " with its header alone");
        }
        progress.requireSome();
    }

    private Mono<Void> published(long id, Upload upload, Arriving arriving, Progress progress) {
        return Mono.defer(() -> {
            Progress.Count count = progress.count();
            return store.move(id, count, arriving.taken())
                    .then(store.publish(id))
                    .then(audit.note(upload.by(), "import", said(id, upload, count)))
                    .as(transaction::transactional)
                    .doOnSuccess(done -> log.info("{}", said(id, upload, count)));
        });
    }

    private static String said(long id, Upload upload, Progress.Count count) {
        return "service/%s %s, %s: import %d, %d rows, %d of them rejected"
                .formatted(
                        upload.service(),
                        upload.target().name(),
                        upload.replaces() ? "replaced" : "upserted",
                        id,
                        count.read(),
                        count.rejected());
    }

    private Mono<Void> end(long id, Upload upload, String why) {
        return store.fail(id, why)
                .doOnSubscribe(ending -> log.warn("import {} of service {} failed: {}", id, upload.service(), why))
                .doOnError(later -> log.warn("import {} will be taken for dead, since: {}", id, later.toString()));
    }

    private static String reason(Throwable failure) {
        return failure instanceof Faulted faulted
                ? String.valueOf(faulted.getMessage())
                : "unexpected; the log tells more";
    }

    private static Throwable translated(Throwable failure) {
        Throwable cause = failure instanceof UncheckedIOException reading ? reading.getCause() : failure;
        if (!(cause instanceof IOException)) {
            return failure;
        }
        if (cause instanceof CharacterCodingException) {
            return Fault.INVALID.because("the upload is not UTF-8; nothing was changed");
        }
        if (cause instanceof ZipException || cause instanceof EOFException) {
            return Fault.INVALID.because("the upload is no whole gzip file; nothing was changed");
        }
        return Fault.INVALID.because("the upload broke off; nothing was changed, send it again");
    }

    private static void close(Closeable source) {
        try {
            source.close();
        } catch (IOException failure) {
            log.debug("closing an upload", failure);
        }
    }

    @Override
    public void destroy() {
        reading.dispose();
    }
}
