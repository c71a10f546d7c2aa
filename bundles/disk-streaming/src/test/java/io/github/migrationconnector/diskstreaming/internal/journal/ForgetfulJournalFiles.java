package io.github.migrationconnector.diskstreaming.internal.journal;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** A journal in memory on a disk that forgets: what was not forced is gone after a loss of power. */
public final class ForgetfulJournalFiles implements JournalFiles {
    private final Map<String, Map<String, String>> small = new HashMap<>();
    private final Map<String, Slots> slots = new HashMap<>();
    private Runnable beforeForce = () -> {};

    /** Runs something whenever slots are forced, before they are durable. */
    public ForgetfulJournalFiles beforeForce(Runnable action) {
        beforeForce = action;
        return this;
    }

    /** What another process finds when the power goes now. */
    public synchronized ForgetfulJournalFiles afterLossOfPower() {
        ForgetfulJournalFiles survivor = new ForgetfulJournalFiles();
        survivor.small.putAll(small);
        slots.forEach((name, file) -> survivor.slots.put(name, survivor.new Slots(file.durable.clone())));
        return survivor;
    }

    /** Flips a byte of a file of slots. */
    public synchronized void tear(String name, int at) {
        slots.get(name).content[at] ^= 1;
    }

    @Override
    public synchronized SlotFile slots(String name) {
        return slots.computeIfAbsent(name, absent -> new Slots(new byte[0]));
    }

    @Override
    public synchronized Optional<Map<String, String>> read(String name) {
        return Optional.ofNullable(small.get(name));
    }

    @Override
    public synchronized void write(String name, Map<String, String> values) {
        small.put(name, Map.copyOf(values));
    }

    @Override
    public synchronized void clear() {
        small.clear();
        slots.clear();
    }

    private final class Slots implements SlotFile {
        private byte[] content;
        private byte[] durable;

        Slots(byte[] content) {
            this.content = content;
            this.durable = content.clone();
        }

        @Override
        public void write(long offsetBytes, byte[] bytes, int lengthBytes) {
            synchronized (ForgetfulJournalFiles.this) {
                int end = (int) offsetBytes + lengthBytes;
                if (end > content.length) {
                    content = Arrays.copyOf(content, end);
                }
                System.arraycopy(bytes, 0, content, (int) offsetBytes, lengthBytes);
            }
        }

        @Override
        public void read(long offsetBytes, byte[] page) {
            synchronized (ForgetfulJournalFiles.this) {
                Arrays.fill(page, (byte) 0);
                int count = (int) Math.max(0, Math.min(page.length, content.length - offsetBytes));
                if (count > 0) {
                    System.arraycopy(content, (int) offsetBytes, page, 0, count);
                }
            }
        }

        @Override
        public void force() {
            byte[] image;
            synchronized (ForgetfulJournalFiles.this) {
                image = content.clone();
            }
            beforeForce.run();
            synchronized (ForgetfulJournalFiles.this) {
                durable = image;
            }
        }

        @Override
        public void close() {}
    }
}
