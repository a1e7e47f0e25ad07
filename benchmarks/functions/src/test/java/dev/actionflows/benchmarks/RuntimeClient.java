package dev.actionflows.benchmarks;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.zip.ZipFile;

/** Lambda's Java runtime client, from the local cloud. */
final class RuntimeClient {
    static final String MAIN = "com.amazonaws.services.lambda.runtime.api.client.AWSLambda";

    private static final String NATIVE_LIBRARY =
            "com.amazonaws.services.lambda.runtime.api.client.runtimeapi.NativeClient.JNI";

    private RuntimeClient() {}

    static String classpath() {
        return String.join(File.pathSeparator, jars().stream().map(Path::toString).toList());
    }

    /**
     * The location of the client's native library. Otherwise the client unpacks it at every start
     * to one fixed path for the whole machine, which crashes concurrent starts.
     */
    static String nativeLibraryFlag() {
        Path library = Built.TARGET.resolve("libaws-lambda-jni.so");
        if (!Files.exists(library)) {
            unpack(library);
        }
        return "-D" + NATIVE_LIBRARY + "=" + library;
    }

    private static void unpack(Path library) {
        Path jar =
                jars().stream()
                        .filter(it -> it.toString().contains("runtime-interface-client"))
                        .findFirst()
                        .orElseThrow();
        String processor =
                switch (System.getProperty("os.arch").toLowerCase(Locale.ROOT)) {
                    case "aarch64", "arm64" -> "aarch_64";
                    default -> "x86_64";
                };
        String entry = "jni/libaws-lambda-jni.linux-" + processor + ".so";
        try (ZipFile zip = new ZipFile(jar.toFile());
                InputStream content = zip.getInputStream(zip.getEntry(entry))) {
            Files.copy(content, library, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> jars() {
        Path folder = Built.ROOT.resolve("local/runtime/target/runtime-client");
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
