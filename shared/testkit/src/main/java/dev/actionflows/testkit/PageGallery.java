package dev.actionflows.testkit;

import dev.actionflows.json.Json;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Keeps the pages that a function's tests render in {@code target/pages} of the module, from where
 * the browser tests in {@code web} read them.
 */
public final class PageGallery {
    private final Path folder;

    /**
     * @param module the module's folder, such as {@code functions/triggers/email-confirm}
     */
    public PageGallery(String module) {
        this.folder = ProjectFile.path(module).resolve("target").resolve("pages");
    }

    /**
     * @param name of the page
     * @param language of the page (BCP 47)
     * @param headers of the response
     */
    public void add(String name, String language, Map<String, String> headers, String body) {
        try {
            Files.createDirectories(folder);
            Files.writeString(
                    folder.resolve(name + "." + language + ".json"),
                    Json.write(Map.of("headers", headers, "body", body)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
