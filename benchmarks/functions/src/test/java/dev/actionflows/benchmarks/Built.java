package dev.actionflows.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** The built functions that the template deploys. */
final class Built {
    static final Path ROOT = Path.of(Objects.requireNonNull(System.getProperty("project.root")));
    static final Path TARGET = ROOT.resolve("benchmarks/functions/target");

    private static final Pattern FUNCTION =
            Pattern.compile("CodeUri: (?<jar>\\S+\\.jar)\\s+Handler: (?<handler>\\S+)");

    private Built() {}

    /**
     * @param name such as {@code send-text}
     * @param kind the folder below {@code functions/}, such as {@code steps}
     */
    record Function(String name, String kind, Path jar, String handler) {
        /** The folder with the unpacked jar. */
        Path code() {
            return TARGET.resolve("unpacked").resolve(name);
        }

        /** Unpacks the jar, as Lambda does. */
        void unpack() {
            Path folder = code();
            try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(jar))) {
                for (ZipEntry entry = zip.getNextEntry();
                        entry != null;
                        entry = zip.getNextEntry()) {
                    Path file = folder.resolve(entry.getName());
                    if (entry.isDirectory()) {
                        Files.createDirectories(file);
                    } else {
                        Files.createDirectories(Objects.requireNonNull(file.getParent()));
                        Files.write(file, zip.readAllBytes());
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    static List<Function> functions() {
        List<Function> functions = new ArrayList<>();
        Matcher matcher = FUNCTION.matcher(text("template.yaml"));
        while (matcher.find()) {
            Path jar = Path.of(matcher.group("jar"));
            functions.add(
                    new Function(
                            jar.getName(2).toString(),
                            jar.getName(1).toString(),
                            ROOT.resolve(jar),
                            matcher.group("handler")));
        }
        return functions;
    }

    static Function function(String name) {
        return functions().stream()
                .filter(it -> it.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no function " + name));
    }

    static String text(String path) {
        try {
            return Files.readString(ROOT.resolve(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
