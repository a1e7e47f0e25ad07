package dev.actionflows.simulator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/** Loads the changed classes from the folder, and anew all of ours that reach them. */
final class MutantLoader extends ClassLoader {
    private final Path folder;
    private final OwnClasses shared;
    private final Set<String> reaching;

    /**
     * @param folder what the compiler has written
     * @param changed the name of the changed class
     * @param shared the classes with and without the change
     */
    MutantLoader(Path folder, String changed, OwnClasses shared) {
        super(shared);
        this.folder = folder;
        this.shared = shared;
        this.reaching = shared.thatReach(changed);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        Path changed = folder.resolve(name.replace('.', '/') + ".class");
        if (!reaching.contains(name) && !Files.exists(changed)) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            return loaded == null ? define(name, changed) : loaded;
        }
    }

    private Class<?> define(String name, Path changed) throws ClassNotFoundException {
        try {
            byte[] file =
                    Files.exists(changed)
                            ? OwnClasses.opened(Files.readAllBytes(changed))
                            : shared.file(name);
            return defineClass(name, file, 0, file.length);
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
    }
}
