package dev.actionflows.simulator;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Loads all our classes itself, and the changed ones from the folder. */
final class MutantLoader extends ClassLoader {
    private final Path folder;

    MutantLoader(Path folder) {
        super(MutantLoader.class.getClassLoader());
        this.folder = folder;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!name.startsWith("dev.actionflows.")) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            return loaded == null ? define(name) : loaded;
        }
    }

    private Class<?> define(String name) throws ClassNotFoundException {
        String path = name.replace('.', '/') + ".class";
        try {
            byte[] bytes =
                    Files.exists(folder.resolve(path))
                            ? Files.readAllBytes(folder.resolve(path))
                            : original(path);
            return defineClass(name, bytes, 0, bytes.length);
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
    }

    private byte[] original(String path) throws IOException {
        try (InputStream stream = getParent().getResourceAsStream(path)) {
            if (stream == null) {
                throw new IOException("no " + path);
            }
            return stream.readAllBytes();
        }
    }
}
