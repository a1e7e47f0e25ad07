package dev.actionflows.checks;

import dev.actionflows.json.Json;

import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.AbstractConstruct;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/** Reads the project's files for the checks. */
final class ProjectFiles {
    static final Path ROOT = Path.of(Objects.requireNonNull(System.getProperty("project.root")));

    private static final Set<String> DERIVED =
            Set.of("target", "node_modules", "dist", "test-results", "__pycache__");

    private ProjectFiles() {}

    static Map<String, @Nullable Object> json(String path) {
        return Json.readObject(text(path));
    }

    /** YAML with CloudFormation's short tags, which are dropped. */
    static Map<String, Object> yaml(String path) {
        return new Yaml(new CloudFormationConstructor()).load(text(path));
    }

    static String text(String path) {
        try {
            return Files.readString(ROOT.resolve(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The names of a folder's entries, sorted. */
    static List<String> namesIn(String path) {
        try (Stream<Path> files = Files.list(ROOT.resolve(path))) {
            return files.map(file -> String.valueOf(file.getFileName())).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * All files that were written, relative to the project. What was built or installed is not even
     * looked through: other processes may be changing it.
     */
    static List<Path> written() {
        List<Path> found = new ArrayList<>();
        try {
            Files.walkFileTree(
                    ROOT,
                    new SimpleFileVisitor<>() {
                        @Override
                        public FileVisitResult preVisitDirectory(
                                Path folder, BasicFileAttributes attributes) {
                            String name = String.valueOf(folder.getFileName());
                            return !folder.equals(ROOT)
                                            && (name.startsWith(".") || DERIVED.contains(name))
                                    ? FileVisitResult.SKIP_SUBTREE
                                    : FileVisitResult.CONTINUE;
                        }

                        @Override
                        public FileVisitResult visitFile(
                                Path file, BasicFileAttributes attributes) {
                            found.add(ROOT.relativize(file));
                            return FileVisitResult.CONTINUE;
                        }
                    });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }

    @SuppressWarnings("unchecked") // the requested part of the document is an object
    static Map<String, Object> object(@Nullable Object value) {
        return (Map<String, Object>) Objects.requireNonNull(value);
    }

    private static final class CloudFormationConstructor extends SafeConstructor {
        CloudFormationConstructor() {
            super(new LoaderOptions());
            yamlMultiConstructors.put("!", new DropTag());
        }

        private final class DropTag extends AbstractConstruct {
            @Override
            public Object construct(Node node) {
                return switch (node) {
                    case ScalarNode scalar -> scalar.getValue();
                    case SequenceNode sequence -> constructSequence(sequence);
                    case MappingNode mapping -> constructMapping(mapping);
                    default -> throw new IllegalStateException("no value: " + node);
                };
            }
        }
    }
}
