package io.p13n.ledger;

import io.p13n.container.Control;

/** A container with a JVM. */
record ContainerPart(String name, Control container) implements Part {

    @Override
    public boolean isAlive() {
        return container.isRunning();
    }

    @Override
    public void kill() {
        container.kill();
    }

    @Override
    public void stop() {
        container.stopInOrder();
    }

    @Override
    public void pause() {
        container.pause();
    }

    @Override
    public void resume() {
        container.resume();
    }
}
