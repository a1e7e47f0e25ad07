package dev.actionflows.testkit.simulation;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * The production code with one mistake in it: a piece of its source replaced by another, compiled
 * anew, and simulated instead of the real one.
 *
 * @param mistake what somebody might do
 * @param breaks the guarantee that it breaks
 * @param source the class of the domain that has it
 * @param original a piece of that file, which must be in there once
 * @param replacement what takes its place
 */
record Mutant(
        String mistake, Guarantee breaks, String source, String original, String replacement) {
    private static final Path SOURCES =
            Path.of("..", "domain", "src", "main", "java", "dev", "actionflows", "domain");

    @Override
    public String toString() {
        return mistake;
    }

    /** Simulates histories of the mutant; its classes are its own, whatever was loaded before. */
    final class Lab {
        private final Method run;

        Lab(Path folder) {
            compile(folder);
            try {
                run =
                        new MutantLoader(folder)
                                .loadClass(Simulation.class.getName())
                                .getMethod("run", long.class);
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
        }

        /** The names of the guarantees that do not hold in the history of this seed. */
        List<String> brokenBy(long seed) {
            try {
                Object outcome = run.invoke(null, seed);
                List<?> violations =
                        (List<?>) outcome.getClass().getMethod("violations").invoke(outcome);
                return violations.stream().map(Lab::guaranteeOf).distinct().toList();
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
        }

        private static String guaranteeOf(Object violation) {
            try {
                return violation.getClass().getMethod("guarantee").invoke(violation).toString();
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private static Path fileOf(String type) throws IOException {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            return files.filter(it -> it.endsWith(type + ".java")).findFirst().orElseThrow();
        }
    }

    private void compile(Path folder) {
        try {
            String text = Files.readString(fileOf(source));
            if (text.split(Pattern.quote(original), -1).length != 2) {
                throw new IllegalStateException(
                        "not once in "
                                + source
                                + ", so this mutant has to be written anew: "
                                + original);
            }
            Path mutated = folder.resolve(source + ".java");
            Files.writeString(mutated, text.replace(original, replacement));
            JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
            StringWriter messages = new StringWriter();
            try (StandardJavaFileManager files =
                    compiler.getStandardFileManager(null, null, null)) {
                boolean compiled =
                        compiler.getTask(
                                        messages,
                                        files,
                                        null,
                                        List.of(
                                                "-proc:none",
                                                "-nowarn",
                                                "-d",
                                                folder.toString(),
                                                "-cp",
                                                System.getProperty("java.class.path")),
                                        null,
                                        files.getJavaFileObjects(mutated))
                                .call();
                if (!compiled) {
                    throw new IllegalStateException(messages.toString());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Loads all of our classes itself, the changed ones from the folder. */
    private static final class MutantLoader extends ClassLoader {
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

    /** For each guarantee, mistakes that break it. */
    static List<Mutant> all() {
        return List.of(
                new Mutant(
                        "an event is acknowledged although its run was not stored",
                        Guarantee.EVENT_KEPT,
                        "FlowStarter",
                        "Optional<Run> before = ledger.putIfAbsent(run);",
                        """
                        Optional<Run> before = Optional.empty();
                        try {
                            before = ledger.putIfAbsent(run);
                        } catch (RuntimeException e) {
                            return new IntakeResult.RunStarted(claim.flow(), id);
                        }
                        """),
                new Mutant(
                        "a duplicate is sent away before its run is known to be stored",
                        Guarantee.EVENT_KEPT,
                        "FlowStarter",
                        "Optional<Run> before = ledger.putIfAbsent(run);",
                        """
                        record Seen() {
                            static final java.util.Set<String> IDS =
                                    java.util.concurrent.ConcurrentHashMap.newKeySet();
                        }
                        if (!Seen.IDS.add(System.identityHashCode(ledger) + id.value())) {
                            return new IntakeResult.RunRepeated(claim.flow(), id);
                        }
                        Optional<Run> before = ledger.putIfAbsent(run);
                        """),
                new Mutant(
                        "the run of an event has a new id each time",
                        Guarantee.ONE_RUN,
                        "FlowStarter",
                        "claim.reEntry().keyFor(event.id().value(), event.scope());",
                        "claim.reEntry().keyFor(event.id().value(), event.scope()) +"
                                + " clock.instant();"),
                new Mutant(
                        "the re-entry policy is not looked at",
                        Guarantee.ONE_RUN,
                        "FlowStarter",
                        "claim.reEntry().keyFor(event.id().value(), event.scope());",
                        "event.id().value();"),
                new Mutant(
                        "a cooldown lets everybody in",
                        Guarantee.ONE_RUN,
                        "FlowStarter",
                        "return holder.isEmpty()",
                        "return !holder.equals(Optional.of(new Object()))"),
                new Mutant(
                        "of a person with two numbers only the latest is asked for its stop",
                        Guarantee.STOP_HONOURED,
                        "ConsentStore",
                        "boolean stoppedHere = words(addresses, known)",
                        "boolean stoppedHere = words(List.of(addresses.getLast()), known)"),
                new Mutant(
                        "whoever merges two records wakes nobody",
                        Guarantee.WOKEN,
                        "FanResolver",
                        "listener.accept(project, person.ids());",
                        "listener.accept(project, List.of());"),
                new Mutant(
                        "a claim is granted whoever holds the step",
                        Guarantee.SENT_ONCE,
                        "RunLedger",
                        "&& (claim.isEmpty() || run.step(index).claim().isEmpty());",
                        ";"),
                new Mutant(
                        "a retry takes over the claim of the call before it",
                        Guarantee.SENT_ONCE,
                        "StepFence",
                        "? new ClaimStatus.InDoubt(run, holder)",
                        "? new ClaimStatus.Mine(run)"),
                new Mutant(
                        "a text without an answer is sent again",
                        Guarantee.SENT_ONCE,
                        "SendTextAction",
                        "case SendResult.Unknown(Reason reason) -> Attempt.unknown(reason);",
                        "case SendResult.Unknown(Reason reason) -> new Attempt.TryAgain(reason);"),
                new Mutant(
                        "a text without an answer counts as taken",
                        Guarantee.TRUE_OUTCOME,
                        "SendTextAction",
                        "case SendResult.Unknown(Reason reason) -> Attempt.unknown(reason);",
                        "case SendResult.Unknown _ -> Attempt.completed(Reason.ACCEPTED);"),
                new Mutant(
                        "the outcome is recorded before the step acts",
                        Guarantee.TRUE_OUTCOME,
                        "StepPass",
                        ": conclude(definition, step, attempt(step, context));",
                        """
                        : (StepAnswer)
                                java.util.List.<Object>of(
                                                record(
                                                        definition,
                                                        new StepOutcome.Completed(Reason.ACCEPTED),
                                                        Optional.empty()),
                                                attempt(step, context))
                                        .getFirst();
                        """),
                new Mutant(
                        "a provider's report is ignored while the outcome is not recorded",
                        Guarantee.TRUE_OUTCOME,
                        "MessageTracker",
                        "return settled(run, index, told, now);",
                        "return index < 0 ? settled(run, index, told, now) : run;"),
                new Mutant(
                        "an execution that was replaced goes on",
                        Guarantee.IN_ORDER,
                        "StepFence",
                        "|| found.get().epoch() != ticket.epoch()",
                        ""),
                new Mutant(
                        "a step that holds does not hold",
                        Guarantee.IN_ORDER,
                        "Run",
                        "isPresent()) {\n                break;",
                        "isPresent()) {\n                continue;"),
                new Mutant(
                        "a run ends although a step still waits",
                        Guarantee.NOTHING_DROPPED,
                        "Run",
                        "if (wait.isPresent()) {",
                        "if (wait.isPresent() && steps.size() < 3) {"),
                new Mutant(
                        "a late report changes an outcome that is final",
                        Guarantee.NOTHING_DROPPED,
                        "MessageTracker",
                        "case StepOutcome.Failed _, StepOutcome.Skipped _, StepOutcome.Waiting _ ->"
                                + " false;",
                        "case StepOutcome.Failed _, StepOutcome.Skipped _, StepOutcome.Waiting _ ->"
                                + " true;"),
                new Mutant(
                        "the fan's stop is not looked at",
                        Guarantee.STOP_HONOURED,
                        "SendTextAction",
                        "return switch (permission(context)) {",
                        """
                        FanIdentity last =
                                context.fan()
                                        .orElseThrow()
                                        .latest(Identity.Kind.PHONE)
                                        .orElseThrow();
                        return switch ((ConsentStore.Permission) new ConsentStore.Permission.Given(last)) {
                        """),
                new Mutant(
                        "a stop that was said on another channel is not looked at",
                        Guarantee.STOP_HONOURED,
                        "ConsentStore",
                        "if (stoppedHere || stoppedElsewhere) {",
                        "if (stoppedHere) {"),
                new Mutant(
                        "start on another channel takes a stop back for texts",
                        Guarantee.STOP_HONOURED,
                        "ConsentStore",
                        ".flatMap(it -> it.stoppedAt().stream())",
                        ".filter(KnownIdentity::stopped)"
                                + ".flatMap(it -> it.stoppedAt().stream())"),
                new Mutant(
                        "the fan's stop is looked at, and other things that take time come after"
                                + " it",
                        Guarantee.STOP_HONOURED,
                        "SendTextAction",
                        "String body = step.text().render(mergeTags(project, context));",
                        """
                        ConsentStore.Permission early = permission(context);
                        String body = step.text().render(mergeTags(project, context));
                        if (!body.isEmpty()
                                && early instanceof ConsentStore.Permission.Given(FanIdentity to)) {
                            return new Prepared.ToSend(
                                    to.identity(),
                                    new TextMessage(
                                            account.number(),
                                            new PhoneNumber(to.value()),
                                            body,
                                            statusUrl(context)),
                                    new SmsCredentials(
                                            account.accountSid(),
                                            vault.open(
                                                    project,
                                                    SmsAccount.AUTH_TOKEN_CONTEXT,
                                                    account.authToken())));
                        }
                        """),
                new Mutant(
                        "nobody resumes a run whose execution is lost",
                        Guarantee.RECOVERED,
                        "RunResumer",
                        "ledger.find(key).filter(run -> run.isDue(now));",
                        """
                        ledger.find(key)
                                .filter(run -> run.isDue(now))
                                .filter(run -> run.status() == RunStatus.WAITING);
                        """),
                new Mutant(
                        "nobody resumes a run whose wait is over",
                        Guarantee.RECOVERED,
                        "RunResumer",
                        "ledger.find(key).filter(run -> run.isDue(now));",
                        """
                        ledger.find(key)
                                .filter(run -> run.isDue(now))
                                .filter(run -> run.status() == RunStatus.RUNNING);
                        """),
                new Mutant(
                        "what is set aside is never looked at again",
                        Guarantee.RECOVERED,
                        "RunSweeper",
                        "all.stream().filter(entry -> !entry.at().isAfter(now)).toList();",
                        "all.stream().filter(entry -> entry.at().equals(Instant.MIN)).toList();"),
                new Mutant(
                        "what could not be read for a moment is set aside",
                        Guarantee.RECOVERED,
                        "DueRunReceiver",
                        "if (!isBusy(e)) {",
                        "if (isBusy(e) || !isBusy(e)) {"),
                new Mutant(
                        "the lease of an execution ends the day after",
                        Guarantee.RECOVERED,
                        "Run",
                        "EXECUTION_TIMEOUT.plus(STEP_TIMEOUT);",
                        "EXECUTION_TIMEOUT.plus(STEP_TIMEOUT).plusDays(1);"),
                new Mutant(
                        "the lease of an execution is some minutes too long",
                        Guarantee.RECOVERED,
                        "Run",
                        "EXECUTION_TIMEOUT.plus(STEP_TIMEOUT);",
                        "EXECUTION_TIMEOUT.plus(STEP_TIMEOUT).plusMinutes(2);"),
                new Mutant(
                        "a text that was taken counts as unknown until a report comes",
                        Guarantee.UNDISTURBED,
                        "SendTextAction",
                        "case SendResult.Accepted _ -> Attempt.completed(Reason.ACCEPTED);",
                        "case SendResult.Accepted _ -> Attempt.unknown(Reason.NO_ANSWER);"),
                new Mutant(
                        "a wait is recorded without a second look at what it waits for",
                        Guarantee.WOKEN,
                        "StepPass",
                        "Optional<MissingRequirement> still = missingRequirement(step, context);",
                        "Optional<MissingRequirement> still = Optional.of(missing);"),
                new Mutant(
                        "a wait is announced where nobody looks",
                        Guarantee.WOKEN,
                        "StepPass",
                        "missing.requirement().get(),\n"
                                + "                            ports.ids().nonce(),",
                        "new Requirement(\"elsewhere\"), ports.ids().nonce(),"),
                new Mutant(
                        "a run that is about to wait is not touched by a wake-up",
                        Guarantee.WOKEN,
                        "RunWaker",
                        "Optional<Run> stored = ledger.replace(",
                        "Optional<Run> stored = reopened.equals(run) ? Optional.of(run) :"
                                + " ledger.replace("),
                new Mutant(
                        "a waiting run is forgotten before it is woken",
                        Guarantee.WOKEN,
                        "RunWaker",
                        "wake(entry.run(), requirement, starts);\n",
                        """
                        waiting.remove(entry.run(), requirement, entry);
                        wake(entry.run(), requirement, starts);
                        """),
                new Mutant(
                        "a page asks for the next one each time that it is delivered",
                        Guarantee.BOUNDED,
                        "RunWaker",
                        "if (page.next().isPresent() && askedBefore.isEmpty()) {",
                        "if (page.next().isPresent()) {"),
                new Mutant(
                        "executions are told apart by their run: each resumption is a duplicate of"
                                + " the first start",
                        Guarantee.RECOVERED,
                        "RunResumer",
                        "if (executions.start(stored.get())) {",
                        "if (stored.get().epoch() == 1 && executions.start(stored.get())) {"),
                new Mutant(
                        "a resumption that comes too late is passed over in silence",
                        Guarantee.COUNTED,
                        "RunResumer",
                        "observer.workRefused(key, RunObserver.Refusal.NOT_DUE);",
                        ""),
                new Mutant(
                        "a call that has lost its run is passed over in silence",
                        Guarantee.COUNTED,
                        "StepRunner",
                        "ports.observer().workRefused(ticket.run(), why);",
                        ""),
                new Mutant(
                        "a run that waits has no time at which somebody looks at it",
                        Guarantee.NOT_FORGOTTEN,
                        "Run",
                        "return with(RunStatus.WAITING, endedAt, wait, steps);",
                        "return with(RunStatus.WAITING, endedAt, Optional.empty(), steps);"),
                new Mutant(
                        "a run is stored without a time at which it is missed if no execution"
                                + " begins",
                        Guarantee.NOT_FORGOTTEN,
                        "Run",
                        "Optional.of(now.plus(LEASE)),\n                0,",
                        "Optional.empty(),\n                0,"),
                new Mutant(
                        "a resumption that is refused ends its run",
                        Guarantee.NOT_FORGOTTEN,
                        "Run",
                        "return with(RunStatus.WAITING, endedAt, wait, steps);",
                        """
                        return epoch > 1
                                ? with(
                                        RunStatus.COMPLETED,
                                        Optional.of(now),
                                        Optional.empty(),
                                        steps)
                                : with(RunStatus.WAITING, endedAt, wait, steps);
                        """));
    }
}
