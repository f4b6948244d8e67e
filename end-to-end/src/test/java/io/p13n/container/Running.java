package io.p13n.container;

import org.testcontainers.containers.wait.strategy.AbstractWaitStrategy;

/** Waits for nothing but that the container runs: whoever starts it asks for readiness in its own way. */
final class Running extends AbstractWaitStrategy {

    @Override
    protected void waitUntilReady() {}
}
