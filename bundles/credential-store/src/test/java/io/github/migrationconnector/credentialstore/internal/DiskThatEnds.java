package io.github.migrationconnector.credentialstore.internal;

import java.io.IOException;
import java.nio.file.Path;

/** Fails from its n-th change on, as a disk does that is full, or whose machine is about to lose its power. */
final class DiskThatEnds implements Disk {
    private final Disk inner;
    int left;

    DiskThatEnds(Disk inner) {
        this.inner = inner;
    }

    private void step() throws IOException {
        if (left-- <= 0) {
            throw new IOException("planted: no space left");
        }
    }

    @Override
    public void create(Path file, byte[] content, String rights) throws IOException {
        step();
        inner.create(file, content, rights);
    }

    @Override
    public void sync(Path file) throws IOException {
        step();
        inner.sync(file);
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        step();
        inner.rename(from, to);
    }

    @Override
    public boolean delete(Path file) throws IOException {
        step();
        return inner.delete(file);
    }

    @Override
    public void createDirectory(Path directory) throws IOException {
        step();
        inner.createDirectory(directory);
    }

    @Override
    public void syncDirectory(Path directory) throws IOException {
        step();
        inner.syncDirectory(directory);
    }
}
