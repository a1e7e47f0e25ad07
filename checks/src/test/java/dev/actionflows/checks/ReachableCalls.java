package dev.actionflows.checks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.NewObjectInstruction;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.reflect.AccessFlag;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The calls that a program can reach in its classes, by rapid type analysis: starting at the entry,
 * a method of an interface is dispatched to each class instantiated so far, and the body of a
 * lambda is reached where the lambda is created.
 */
final class ReachableCalls {
    /**
     * A call in one of the program's own methods.
     *
     * @param from the calling class, with slashes
     * @param owner the called class, with slashes
     * @param text the latest string constant loaded before it in this method; empty if none
     * @param place the number of the call within its method
     */
    record Call(String from, String method, String owner, String name, String text, int place) {}

    private record Reference(String owner, String name, String type) {}

    private final Map<String, ClassModel> program = new HashMap<>();
    private final Set<Reference> reached = new LinkedHashSet<>();
    private final Set<Reference> dispatched = new LinkedHashSet<>();
    private final Set<String> made = new LinkedHashSet<>();
    private final Set<String> initialized = new LinkedHashSet<>();
    private final Deque<Reference> open = new ArrayDeque<>();
    private final List<Call> calls = new ArrayList<>();

    private ReachableCalls(List<Path> folders) {
        for (Path folder : folders) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.filter(it -> it.toString().endsWith(".class")).toList()) {
                    ClassModel model = ClassFile.of().parse(file);
                    program.put(model.thisClass().asInternalName(), model);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /**
     * @param folders with the classes of the program
     * @param entry a class, with dots: its constructor without parameters and all its public
     *     methods are called
     */
    static List<Call> of(List<Path> folders, String entry) {
        ReachableCalls program = new ReachableCalls(folders);
        String start = entry.replace('.', '/');
        if (!program.program.containsKey(start)) {
            throw new IllegalArgumentException("there is no class " + entry + " in " + folders);
        }
        program.reachMethod(new Reference(start, "<init>", "()V"));
        program.make(start);
        while (!program.open.isEmpty()) {
            program.read(program.open.remove());
        }
        return List.copyOf(program.calls);
    }

    private void reachMethod(Reference method) {
        if (reached.add(method)) {
            open.add(method);
        }
    }

    /** Analyzes the body of a method. */
    private void read(Reference method) {
        ClassModel owner = program.get(method.owner());
        if (owner == null) {
            return;
        }
        initialize(method.owner());
        method(owner, method.name(), method.type())
                .flatMap(MethodModel::code)
                .ifPresent(code -> read(method, code));
    }

    private void read(Reference method, CodeModel code) {
        String text = "";
        int place = 0;
        for (CodeElement element : code) {
            switch (element) {
                case ConstantInstruction constant
                        when constant.constantValue() instanceof String loaded ->
                        text = loaded;
                case NewObjectInstruction instance -> make(instance.className().asInternalName());
                case FieldInstruction field -> initialize(field.owner().asInternalName());
                case InvokeInstruction call -> {
                    Reference called =
                            new Reference(
                                    call.owner().asInternalName(),
                                    call.name().stringValue(),
                                    call.type().stringValue());
                    place++;
                    calls.add(
                            new Call(
                                    method.owner(),
                                    method.name() + method.type(),
                                    called.owner(),
                                    called.name(),
                                    text,
                                    place));
                    if (call.opcode() == Opcode.INVOKESTATIC
                            || call.opcode() == Opcode.INVOKESPECIAL) {
                        reachDeclared(called);
                    } else {
                        dispatch(called);
                    }
                }
                case InvokeDynamicInstruction dynamic -> {
                    for (Object argument : dynamic.bootstrapArgs()) {
                        if (argument instanceof DirectMethodHandleDesc handle) {
                            handle(handle);
                        }
                    }
                }
                default -> {}
            }
        }
    }

    /** The body of a lambda, or the method behind a reference. */
    private void handle(DirectMethodHandleDesc handle) {
        String owner = internalName(handle.owner().descriptorString());
        Reference method = new Reference(owner, handle.methodName(), handle.lookupDescriptor());
        switch (handle.kind()) {
            case VIRTUAL, INTERFACE_VIRTUAL -> dispatch(method);
            case CONSTRUCTOR -> {
                make(owner);
                reachMethod(new Reference(owner, "<init>", handle.lookupDescriptor()));
            }
            case GETTER, SETTER, STATIC_GETTER, STATIC_SETTER -> initialize(owner);
            case STATIC, INTERFACE_STATIC, SPECIAL, INTERFACE_SPECIAL -> reachDeclared(method);
        }
    }

    private static String internalName(String descriptor) {
        return descriptor.startsWith("L")
                ? descriptor.substring(1, descriptor.length() - 1)
                : descriptor;
    }

    private void initialize(String type) {
        if (program.containsKey(type) && initialized.add(type)) {
            reachMethod(new Reference(type, "<clinit>", "()V"));
        }
    }

    private void make(String type) {
        if (!program.containsKey(type) || !made.add(type)) {
            return;
        }
        initialize(type);
        dispatched.forEach(method -> dispatchTo(type, method));
        // It is unknown which of its methods the JDK and libraries call, so any may be called.
        if (supertypes(type).stream().anyMatch(ReachableCalls::hasCallbacks)) {
            // declared and inherited methods of our classes
            for (String ours : supertypes(type)) {
                Optional.ofNullable(program.get(ours))
                        .ifPresent(model -> reachPublicMethods(ours, model));
            }
        }
    }

    private void reachPublicMethods(String type, ClassModel model) {
        for (MethodModel method : model.methods()) {
            if (method.flags().has(AccessFlag.PUBLIC)
                    && !method.methodName().equalsString("<init>")
                    && !method.flags().has(AccessFlag.STATIC)) {
                reachMethod(
                        new Reference(
                                type,
                                method.methodName().stringValue(),
                                method.methodType().stringValue()));
            }
        }
    }

    /** Whether an external type has methods that external code calls. */
    private static boolean hasCallbacks(String type) {
        return !type.startsWith("dev/actionflows/")
                && !Set.of(
                                "java/lang/Object",
                                "java/lang/Record",
                                "java/lang/Enum",
                                "java/lang/Comparable",
                                "java/io/Serializable",
                                "java/lang/constant/Constable")
                        .contains(type);
    }

    private void dispatch(Reference method) {
        if (dispatched.add(method)) {
            List.copyOf(made).forEach(type -> dispatchTo(type, method));
            // A class that is never instantiated here may be instantiated by a library.
            reachDeclared(method);
        }
    }

    private void dispatchTo(String type, Reference method) {
        if (supertypes(type).contains(method.owner())) {
            reachDeclared(new Reference(type, method.name(), method.type()));
        }
    }

    /** The method of the class, or the nearest inherited one. */
    private void reachDeclared(Reference method) {
        for (String type : supertypes(method.owner())) {
            ClassModel model = program.get(type);
            if (model != null && method(model, method.name(), method.type()).isPresent()) {
                reachMethod(new Reference(type, method.name(), method.type()));
                return;
            }
        }
    }

    private static Optional<MethodModel> method(ClassModel owner, String name, String type) {
        return owner.methods().stream()
                .filter(it -> it.methodName().equalsString(name))
                .filter(it -> it.methodType().equalsString(type))
                .findFirst();
    }

    /** The class itself, its superclasses, and all interfaces. */
    private Set<String> supertypes(String type) {
        Set<String> classes = new LinkedHashSet<>();
        Deque<String> next = new ArrayDeque<>(List.of(type));
        Set<String> interfaces = new LinkedHashSet<>();
        while (!next.isEmpty()) {
            String it = next.remove();
            classes.add(it);
            ClassModel model = program.get(it);
            if (model != null) {
                model.superclass().ifPresent(above -> next.add(above.asInternalName()));
                model.interfaces().forEach(above -> interfaces.add(above.asInternalName()));
            }
        }
        Set<String> all = new LinkedHashSet<>(classes);
        interfaces.forEach(it -> all.addAll(supertypes(it)));
        return all;
    }
}
