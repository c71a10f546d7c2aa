package io.github.migrationconnector.logupload.internal.support;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.ThreadInfo;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;

/** The process and the machine: memory, processors, disks, threads. */
final class MachinePart implements Part {
    private static final int DEEPEST = 60;

    private final Path home;

    MachinePart(Path home) {
        this.home = home;
    }

    @Override
    public void add(Zipped zip) throws IOException {
        zip.add("system.json", system());
        zip.add("threads.txt", this::threads);
    }

    private ObjectNode system() throws IOException {
        ObjectNode system = JsonNodeFactory.instance.objectNode();
        var machine = ManagementFactory.getOperatingSystemMXBean();
        system.putObject("machine")
                .put("os", machine.getName() + " " + machine.getVersion() + " " + machine.getArch())
                .put("processors", machine.getAvailableProcessors())
                .put("load", machine.getSystemLoadAverage());
        var process = ManagementFactory.getRuntimeMXBean();
        system.putObject("process")
                .put("java", process.getVmName() + " " + Runtime.version())
                .put("pid", process.getPid())
                .put("upMillis", process.getUptime())
                .put("threads", ManagementFactory.getThreadMXBean().getThreadCount())
                .put("peakThreads", ManagementFactory.getThreadMXBean().getPeakThreadCount())
                .put("classes", ManagementFactory.getClassLoadingMXBean().getLoadedClassCount());
        ObjectNode memory = system.putObject("memory");
        memory.put(
                        "heap",
                        ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().toString())
                .put(
                        "other",
                        ManagementFactory.getMemoryMXBean()
                                .getNonHeapMemoryUsage()
                                .toString());
        for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
            memory.put(pool.getName(), String.valueOf(pool.getUsage()));
        }
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            memory.put(
                    "collections of " + collector.getName(),
                    collector.getCollectionCount() + " in " + collector.getCollectionTime() + " ms");
        }
        FileStore store = Files.getFileStore(home);
        system.putObject("disk")
                .put("kind", store.type())
                .put("totalBytes", store.getTotalSpace())
                .put("freeBytes", store.getUsableSpace());
        return system;
    }

    private void threads(Zipped.Lines lines) throws IOException {
        ThreadInfo[] threads = ManagementFactory.getThreadMXBean().dumpAllThreads(true, true, DEEPEST);
        Arrays.sort(threads, Comparator.comparing(ThreadInfo::getThreadName));
        for (ThreadInfo thread : threads) {
            lines.add("\"" + thread.getThreadName() + "\" " + thread.getThreadState()
                    + (thread.getLockName() == null ? "" : " on " + thread.getLockName())
                    + (thread.getLockOwnerName() == null ? "" : " held by \"" + thread.getLockOwnerName() + "\""));
            for (StackTraceElement frame : thread.getStackTrace()) {
                lines.add("    at " + frame);
            }
            lines.add("");
        }
    }
}
