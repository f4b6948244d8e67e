package io.p13n.ledger;

import java.util.OptionalLong;

/** A process of this machine. */
record ProcessPart(io.p13n.embedded.Part process) implements Part {

    @Override
    public String name() {
        return process.name();
    }

    @Override
    public boolean isAlive() {
        return process.isAlive();
    }

    @Override
    public void kill() {
        process.kill();
    }

    @Override
    public void stop() {
        try {
            process.stop();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError(interrupted);
        }
    }

    @Override
    public void pause() {
        process.pause();
    }

    @Override
    public void resume() {
        process.resume();
    }

    @Override
    public OptionalLong residentMebibytes() {
        return process.residentMebibytes();
    }
}
