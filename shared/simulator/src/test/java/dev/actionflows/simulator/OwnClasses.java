package dev.actionflows.simulator;

import static java.util.stream.Collectors.toSet;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.AccessFlags;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassElement;
import java.lang.classfile.ClassFile;
import java.lang.classfile.FieldBuilder;
import java.lang.classfile.FieldElement;
import java.lang.classfile.FieldModel;
import java.lang.classfile.MethodBuilder;
import java.lang.classfile.MethodElement;
import java.lang.classfile.MethodModel;
import java.lang.classfile.constantpool.Utf8Entry;
import java.lang.reflect.AccessFlag;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/**
 * The classes of ours that a test needs, and which of them mention which. All mutants share those
 * that do not reach what they change: loading and compiling them anew takes most of the time.
 *
 * <p>For the JVM, the classes of one package that two class loaders have defined are of two
 * packages. So every class is changed to be open to all others.
 */
final class OwnClasses extends ClassLoader {
    private static final String OURS = "dev.actionflows.";
    private static final Pattern NAME = Pattern.compile("dev/actionflows/[\\w/$]+");
    private static final Map<Class<?>, OwnClasses> OF_PLAYERS = new HashMap<>();

    private final Map<String, byte[]> files = new HashMap<>();
    private final Map<String, Set<String>> mentionedBy = new HashMap<>();

    private OwnClasses(Class<?> player) {
        super(player.getClassLoader());
        Set<String> met = new HashSet<>(Set.of(player.getName()));
        Deque<String> unread = new ArrayDeque<>(met);
        while (!unread.isEmpty()) {
            read(unread.pop()).stream().filter(met::add).forEach(unread::push);
        }
    }

    /**
     * @param player the class that needs the others
     */
    static synchronized OwnClasses of(Class<?> player) {
        return OF_PLAYERS.computeIfAbsent(player, OwnClasses::new);
    }

    /** The names of those that it mentions. */
    private Set<String> read(String name) {
        try (InputStream stream =
                getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
            if (stream == null) {
                // a word of a text that looks like a name
                return Set.of();
            }
            byte[] file = stream.readAllBytes();
            files.put(name, opened(file));
            Set<String> mentioned = mentioned(file);
            mentioned.forEach(
                    it -> mentionedBy.computeIfAbsent(it, _ -> new HashSet<>()).add(name));
            return mentioned;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All names that occur in it: of classes, in types of fields and methods, and of its nest. */
    private static Set<String> mentioned(byte[] file) {
        return StreamSupport.stream(ClassFile.of().parse(file).constantPool().spliterator(), false)
                .filter(Utf8Entry.class::isInstance)
                .flatMap(it -> NAME.matcher(((Utf8Entry) it).stringValue()).results())
                .map(MatchResult::group)
                .map(it -> it.replace('/', '.'))
                .collect(toSet());
    }

    /**
     * The names of the classes that may behave differently once this one is changed: it, and all
     * that reach it.
     */
    Set<String> thatReach(String name) {
        Set<String> found = new HashSet<>(Set.of(name));
        Deque<String> next = new ArrayDeque<>(found);
        while (!next.isEmpty()) {
            mentionedBy.getOrDefault(next.pop(), Set.of()).stream()
                    .filter(found::add)
                    .forEach(next::push);
        }
        return found;
    }

    /** The file of one of ours, open to all others. */
    byte[] file(String name) throws ClassNotFoundException {
        byte[] file = files.get(name);
        if (file == null) {
            throw new ClassNotFoundException(name);
        }
        return file;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!name.startsWith(OURS)) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            if (loaded != null) {
                return loaded;
            }
            byte[] file = file(name);
            return defineClass(name, file, 0, file.length);
        }
    }

    /** The same class with all public that is not private. */
    static byte[] opened(byte[] file) {
        ClassFile format = ClassFile.of();
        return format.transformClass(format.parse(file), OwnClasses::open);
    }

    private static void open(ClassBuilder builder, ClassElement element) {
        switch (element) {
            case AccessFlags flags -> builder.withFlags(opened(flags));
            case FieldModel field -> builder.transformField(field, OwnClasses::open);
            case MethodModel method -> builder.transformMethod(method, OwnClasses::open);
            default -> builder.with(element);
        }
    }

    private static void open(FieldBuilder builder, FieldElement element) {
        if (element instanceof AccessFlags flags) {
            builder.withFlags(opened(flags));
        } else {
            builder.with(element);
        }
    }

    private static void open(MethodBuilder builder, MethodElement element) {
        if (element instanceof AccessFlags flags) {
            builder.withFlags(opened(flags));
        } else {
            builder.with(element);
        }
    }

    private static int opened(AccessFlags flags) {
        return flags.has(AccessFlag.PRIVATE)
                ? flags.flagsMask()
                : (flags.flagsMask() & ~ClassFile.ACC_PROTECTED) | ClassFile.ACC_PUBLIC;
    }
}
