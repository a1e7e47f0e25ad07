package dev.actionflows.testkit;

import com.amazonaws.services.lambda.runtime.serialization.events.LambdaEventSerializers;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The files under {@code events/}, parsed like Lambda's Java runtime parses an invocation. */
public final class SampleEvents {
    private SampleEvents() {}

    /**
     * @param path such as {@code sms-webhook/keyword.json}
     * @param type a type of aws-lambda-java-events
     */
    public static <T> T read(String path, Class<T> type) {
        return LambdaEventSerializers.serializerFor(type, SampleEvents.class.getClassLoader())
                .fromJson(open(path));
    }

    /** The raw file, for stream handlers. */
    public static InputStream open(String path) {
        try {
            return Files.newInputStream(folder().resolve(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The names of the files in a function's folder. */
    public static List<String> names(String function) {
        try (Stream<Path> files = Files.list(folder().resolve(function))) {
            return files.map(file -> String.valueOf(file.getFileName())).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path folder() {
        return ProjectFile.path("events");
    }
}
