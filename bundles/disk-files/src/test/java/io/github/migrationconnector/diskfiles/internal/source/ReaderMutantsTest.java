package io.github.migrationconnector.diskfiles.internal.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.migrationconnector.api.problem.ConnectorException;
import io.github.migrationconnector.api.source.DiskReader;
import io.github.migrationconnector.api.source.SourceAddress;
import io.github.migrationconnector.vmdk.VmdkDisk;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The reader with one slip in it: the comparison with the generated chains has to see each of them. */
class ReaderMutantsTest {
    private static final Path SOURCES = Path.of("../vmdk/src/main/java/io/github/migrationconnector/vmdk");

    @TempDir
    private static Path chains;

    @TempDir
    private Path folder;

    @BeforeAll
    static void generate() throws Exception {
        for (String kind : List.of("cowd", "sesparse")) {
            Python.deltas(Files.createDirectory(chains.resolve(kind)), kind, "51", "40009", "2");
        }
    }

    /** Copies a disk; made anew by each class loader. */
    public record Copying(Path vmdk, Path raw) implements Callable<Boolean> {
        @Override
        public Boolean call() throws Exception {
            try (DiskReader reader = new VmdkFileSource().open(new SourceAddress("vmdk", vmdk.toString()))) {
                RawCopy.copy(reader, raw);
                return true;
            } catch (ConnectorException refused) {
                return false;
            }
        }
    }

    /** Loads the formats, their files and this test anew, mutants first. */
    private static final class Mutated extends URLClassLoader {
        Mutated(URL... places) {
            super(places, Mutated.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.startsWith("io.github.migrationconnector.vmdk.")
                    && !name.startsWith("io.github.migrationconnector.diskfiles.")) {
                return super.loadClass(name, resolve);
            }
            synchronized (getClassLoadingLock(name)) {
                Class<?> loaded = findLoadedClass(name);
                return loaded == null ? findClass(name) : loaded;
            }
        }
    }

    private boolean readsRight(String kind) throws Exception {
        Path raw = folder.resolve("copy.raw");
        try (Mutated loader = new Mutated(
                folder.toUri().toURL(), place(VmdkDisk.class), place(VmdkFileSource.class), place(Copying.class))) {
            Object copying = loader.loadClass(Copying.class.getName())
                    .getConstructor(Path.class, Path.class)
                    .newInstance(chains.resolve(kind).resolve("disk-000002.vmdk"), raw);
            return (Boolean) ((Callable<?>) copying).call()
                    && Python.same(raw, chains.resolve(kind).resolve("link-2.raw"));
        }
    }

    private static URL place(Class<?> type) {
        return type.getProtectionDomain().getCodeSource().getLocation();
    }

    @ParameterizedTest
    @CsvSource({"cowd,Cowd", "sesparse,SeSparse"})
    void readsRightWithoutASlip(String kind, String file) throws Exception {
        compile(file, Files.readString(SOURCES.resolve(file + ".java")));
        assertThat(readsRight(kind)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sesparse|SeSparse|grainsBytes + number *|grainsBytes + (number + 1) *",
                "sesparse|SeSparse|grain % TABLE_GRAINS|(grain + 1) % TABLE_GRAINS",
                "sesparse|SeSparse|(entry >>> 48) & 0xFFF|(entry >>> 44) & 0xFFF",
                "sesparse|SeSparse|(entry >>> 48) & 0xFFF|(entry >>> 48) & 0xFF",
                "sesparse|SeSparse|0xFFFF_FFFF_FFFFL) << 12|0xFFFF_FFFF_FFFFL) << 8",
                "sesparse|SeSparse|'kind == 1 || kind == 2'|kind == 2",
                "sesparse|SeSparse|return ZEROS;|return ABSENT;",
                "sesparse|SeSparse|(present & 0xFFFF_FFFFL) *|(present & 0xFFFF_FFFEL) *",
                "cowd|Cowd|return start;|return start + VmdkExtent.SECTOR_BYTES;",
                "cowd|Cowd|grain % TABLE_GRAINS|(grain + 1) % TABLE_GRAINS",
                "cowd|Cowd|TABLE_GRAINS = 4096|TABLE_GRAINS = 4095",
                "cowd|Cowd|return ZEROS;|return ABSENT;",
                "cowd|Cowd|tables.u32(entryAt, \"the table entry of grain \" + grain)|Integer.reverseBytes((int) tables.u32(entryAt, \"\"))",
                "cowd|VmdkDisk|Collections.reverse(topFirst)|Collections.rotate(topFirst, 1)",
            })
    void seesASlip(String kind, String file, String from, String to) throws Exception {
        String right = Files.readString(SOURCES.resolve(file + ".java"));
        assertThat(right).contains(from);
        compile(file, right.replace(from, to));
        assertThat(readsRight(kind)).isFalse();
    }

    private void compile(String file, String text) throws Exception {
        Path source = Files.writeString(folder.resolve(file + ".java"), text);
        String classes = System.getProperty("java.class.path");
        int failures = ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "-proc:none", "-cp", classes, "-d", folder.toString(), source.toString());
        assertThat(failures).isZero();
    }

    @Test
    void compilesTheMutantAndNotTheReader() throws Exception {
        compile("Cowd", Files.readString(SOURCES.resolve("Cowd.java")));
        try (Mutated loader = new Mutated(folder.toUri().toURL(), place(VmdkDisk.class))) {
            assertThat(loader.loadClass("io.github.migrationconnector.vmdk.Cowd")
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation())
                    .isEqualTo(folder.toUri().toURL());
        }
    }
}
