package dev.actionflows.lambda;

import org.jspecify.annotations.Nullable;

import java.util.function.Supplier;

/** Something that is made when it is first asked for: a client that most calls do not need. */
public final class Lazy<T> implements Supplier<T> {
    private final Supplier<T> maker;
    private @Nullable T made;

    public Lazy(Supplier<T> maker) {
        this.maker = maker;
    }

    @Override
    public synchronized T get() {
        T present = made;
        if (present == null) {
            present = maker.get();
            made = present;
        }
        return present;
    }
}
