package io.p13n.ledger;

import io.p13n.container.Volume;

/** A volume of a container's. */
record ContainerDisk(Volume volume) implements Disk {

    @Override
    public void fill() {
        volume.fill();
    }

    @Override
    public void free() {
        volume.free();
    }
}
