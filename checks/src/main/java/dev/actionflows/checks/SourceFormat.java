package dev.actionflows.checks;

import com.google.googlejavaformat.java.GoogleJavaFormatToolProvider;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The format of all Java sources: google-java-format in its AOSP style. */
public final class SourceFormat {
    private SourceFormat() {}

    /** Formats all sources below the directory that the first argument names. */
    public static void main(String[] arguments) throws IOException {
        String errors = run(Path.of(arguments[0]), List.of("--replace"));
        if (!errors.isEmpty()) {
            throw new IOException(errors);
        }
    }

    /**
     * @return the files that are not formatted, one a line, and what else is wrong; empty when all
     *     is well
     */
    public static String check(Path root) throws IOException {
        return run(root, List.of("--dry-run"));
    }

    private static String run(Path root, List<String> options) throws IOException {
        List<String> arguments = new ArrayList<>(options);
        arguments.add("--aosp");
        arguments.addAll(sources(root));
        StringWriter output = new StringWriter();
        try (PrintWriter writer = new PrintWriter(output)) {
            new GoogleJavaFormatToolProvider()
                    .run(writer, writer, arguments.toArray(String[]::new));
        }
        return output.toString();
    }

    /** Every Java source below the root that is not generated. */
    static List<String> sources(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> !isGenerated(root.relativize(file)))
                    .map(Path::toString)
                    .sorted()
                    .toList();
        }
    }

    private static boolean isGenerated(Path file) {
        for (Path part : file) {
            if (part.toString().equals("target") || part.toString().startsWith(".")) {
                return true;
            }
        }
        return false;
    }
}
