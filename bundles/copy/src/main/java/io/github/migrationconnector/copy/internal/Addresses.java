package io.github.migrationconnector.copy.internal;

import io.github.migrationconnector.api.source.SourceAddress;
import io.github.migrationconnector.api.streaming.TargetAddress;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Set;

/** Reads addresses as they are typed. A relative path is made whole, so that the same file has the same journal. */
final class Addresses {
    private static final Set<String> FILES = Set.of("raw", "vmdk", "ova", "dir");
    private static final char DISK_SEPARATOR = '#';

    private Addresses() {}

    static SourceAddress source(String text) {
        try {
            SourceAddress address = SourceAddress.parse(text);
            return FILES.contains(address.scheme())
                    ? new SourceAddress(address.scheme(), whole(address.scheme(), address.location()))
                    : address;
        } catch (IllegalArgumentException e) {
            throw new Work.WrongUse("Not a source: " + text + ". Write raw:PATH, vmdk:PATH or vsphere:VM#DISK.");
        }
    }

    static TargetAddress target(String text) {
        try {
            TargetAddress address = TargetAddress.parse(text);
            return FILES.contains(address.scheme()) && !address.location().isEmpty()
                    ? new TargetAddress(address.scheme(), whole(address.scheme(), address.location()))
                    : address;
        } catch (IllegalArgumentException e) {
            throw new Work.WrongUse("Not a target: " + text + ". Write ebs:, dir:PATH, raw:PATH, vmdk:PATH or null:.");
        }
    }

    private static String whole(String scheme, String location) {
        int disk = scheme.equals("ova") ? location.lastIndexOf(DISK_SEPARATOR) : -1;
        String path = disk < 0 ? location : location.substring(0, disk);
        String rest = disk < 0 ? "" : location.substring(disk);
        try {
            return Path.of(path).toAbsolutePath().normalize() + rest;
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
