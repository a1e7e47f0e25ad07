package dev.actionflows.simulator;

import java.io.File;
import java.io.IOException;
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
 * The production code with one mistake: a part of its source is replaced, compiled, and simulated
 * instead of the original.
 *
 * @param mistake a description of the mistake
 * @param breaks the guarantee that it violates
 * @param source the class of the domain that contains it, after its package if there are several
 * @param original a part of that file, which must occur exactly once
 * @param replacement the replacement of that part
 */
record Mutant(
        String mistake, Guarantee breaks, String source, String original, String replacement) {
    private static final Path SOURCES = Path.of("..", "domain", "src", "main", "java");

    @Override
    public String toString() {
        return mistake;
    }

    /**
     * Simulates histories of the mutant with classes of its own, even if others are already loaded.
     */
    final class Lab {
        private final Method run;

        Lab(Path folder) {
            try {
                run = compiled(folder, Simulation.class).getMethod("run", long.class);
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
        }

        /** The names of the guarantees that are violated in the history of this seed. */
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

    /** A class that plays with the mistake, with classes of its own. */
    Class<?> compiled(Path folder, Class<?> player) throws ClassNotFoundException {
        Path file = file();
        compile(file, folder);
        String changed =
                SOURCES.relativize(file)
                        .toString()
                        .replace(File.separatorChar, '.')
                        .replaceFirst("\\.java$", "");
        return new MutantLoader(folder, changed, OwnClasses.of(player)).loadClass(player.getName());
    }

    private Path file() {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            List<Path> found = files.filter(it -> it.endsWith(source + ".java")).toList();
            if (found.size() != 1) {
                throw new IllegalStateException("not one class " + source + ": " + found);
            }
            return found.getFirst();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void compile(Path file, Path folder) {
        try {
            String text = Files.readString(file);
            if (text.split(Pattern.quote(original), -1).length != 2) {
                throw new IllegalStateException(
                        "rewrite this mutant, not once in %s: %s".formatted(source, original));
            }
            Path mutated = folder.resolve(file.getFileName());
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

    /** Mistakes for each guarantee. */
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
                        "a duplicate is dismissed before its run is known to be stored",
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
                        "the run of an event gets a new id each time",
                        Guarantee.ONE_RUN,
                        "FlowStarter",
                        "claim.reEntry().keyFor(event.id().value(), event.scope());",
                        "claim.reEntry().keyFor(event.id().value(), event.scope()) +"
                                + " clock.instant();"),
                new Mutant(
                        "the re-entry policy is ignored",
                        Guarantee.ONE_RUN,
                        "FlowStarter",
                        "claim.reEntry().keyFor(event.id().value(), event.scope());",
                        "event.id().value();"),
                new Mutant(
                        "a cooldown admits every event",
                        Guarantee.ONE_RUN,
                        "FlowStarter",
                        "return holder.isEmpty()",
                        "return !holder.equals(Optional.of(new Object()))"),
                new Mutant(
                        "only the latest of a fan's numbers is checked for a STOP",
                        Guarantee.STOP_HONORED,
                        "ConsentStore",
                        "words(addresses, known)\n                            .flatMap(it ->"
                                + " it.objection().stream())",
                        "words(List.of(addresses.getLast()), known).flatMap(it ->"
                                + " it.objection().stream())"),
                new Mutant(
                        "a merge loses the first name of the older record",
                        Guarantee.NAMED,
                        "Fan",
                        "firstName.or(other::firstName)",
                        "other.firstName()"),
                new Mutant(
                        "an event replaces a fan's first name",
                        Guarantee.NAMED,
                        "FirstNames",
                        "fan.firstName().isEmpty()",
                        "!fan.firstName().equals(Optional.of(name))"),
                new Mutant(
                        "a merge of two fans wakes no runs",
                        Guarantee.WOKEN,
                        "FanResolver",
                        "listener.accept(project, person.ids());",
                        "listener.accept(project, List.of());"),
                new Mutant(
                        "a claim is granted regardless of the step's holder",
                        Guarantee.SENT_ONCE,
                        "RunLedger",
                        "&& (claim.isEmpty() || run.step(index).claim().isEmpty());",
                        ";"),
                new Mutant(
                        "a retry takes over the claim of the previous call",
                        Guarantee.SENT_ONCE,
                        "StepFence",
                        "? new ClaimStatus.InDoubt(run, holder)",
                        "? new ClaimStatus.Mine(run)"),
                new Mutant(
                        "a message without a response is sent again",
                        Guarantee.SENT_ONCE,
                        "MessageAction",
                        "Attempt.unknown(reason).permittedBy(send.permit());",
                        "new Attempt.TryAgain(reason);"),
                new Mutant(
                        "a message without a response counts as accepted",
                        Guarantee.TRUE_OUTCOME,
                        "MessageAction",
                        "Attempt.unknown(reason).permittedBy(send.permit());",
                        "Attempt.completed(Reason.ACCEPTED).permittedBy(send.permit());"),
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
                                                        new StepOutcome.Completed(
                                                                Reason.ACCEPTED)),
                                                attempt(step, context))
                                        .getFirst();
                        """),
                new Mutant(
                        "a provider's report is ignored until the outcome is recorded",
                        Guarantee.TRUE_OUTCOME,
                        "MessageTracker",
                        "return settled(run, index, told, now);",
                        "return index < 0 ? settled(run, index, told, now) : run;"),
                new Mutant(
                        "a report from the queue is applied to another step",
                        Guarantee.TRUE_OUTCOME,
                        "SmsEventReceiver",
                        "deliveries.receive(step, report.report())",
                        "deliveries.receive(new StepKey(step.run(), 0), report.report())"),
                new Mutant(
                        "a replaced execution continues",
                        Guarantee.IN_ORDER,
                        "StepFence",
                        "|| found.get().epoch() != ticket.epoch()",
                        ""),
                new Mutant(
                        "a step with the policy hold does not hold",
                        Guarantee.IN_ORDER,
                        "RunSteps",
                        "isPresent()) {\n                break;",
                        "isPresent()) {\n                continue;"),
                new Mutant(
                        "a run ends although a step still waits",
                        Guarantee.NOTHING_DROPPED,
                        "Run",
                        "if (wait.isPresent()) {",
                        "if (wait.isPresent() && steps.size() < 3) {"),
                new Mutant(
                        "a late report changes a final outcome",
                        Guarantee.NOTHING_DROPPED,
                        "MessageTracker",
                        "StepOutcome.Waiting _ ->\n                    false;",
                        "StepOutcome.Waiting _ ->\n                    true;"),
                new Mutant(
                        "the fan's STOP is ignored",
                        Guarantee.STOP_HONORED,
                        "MessageAction",
                        "return switch (permission) {",
                        """
                        FanIdentity last = context.fan().orElseThrow().latest(channel()).orElseThrow();
                        return switch ((ConsentStore.Permission) new ConsentStore.Permission.Given(last, "none")) {
                        """),
                new Mutant(
                        "a STOP on another channel is ignored",
                        Guarantee.STOP_HONORED,
                        "ConsentStore",
                        "if (stoppedElsewhere) {",
                        "if (stoppedElsewhere && addresses.isEmpty()) {"),
                new Mutant(
                        "a START on another channel lifts a STOP for texts",
                        Guarantee.STOP_HONORED,
                        "ConsentStore",
                        ".flatMap(it -> it.stoppedAt().stream())",
                        ".filter(KnownIdentity::stopped)"
                                + ".flatMap(it -> it.stoppedAt().stream())"),
                new Mutant(
                        "the fan's STOP is checked before other slow calls",
                        Guarantee.STOP_HONORED,
                        "MessageAction",
                        "return switch (compose(step, context)) {",
                        """
                        ConsentStore.Permission early =
                                consents.permission(
                                        context.projectId(),
                                        context.fan().orElseThrow(),
                                        channel());
                        Composed composed = compose(step, context);
                        if (composed instanceof Composed.Message sendable
                                && early instanceof ConsentStore.Permission.Given(
                                        FanIdentity to, String consent)) {
                            return Decision.ifPermitted(hours(to, context), sendable, to, consent);
                        }
                        return switch (composed) {
                        """),
                new Mutant(
                        "texts are sent in quiet hours",
                        Guarantee.QUIET_HOURS_KEPT,
                        "SendTextAction",
                        "return hours.decide(",
                        "return context.index() >= 0 ? HoursDecision.unrestricted() :"
                                + " hours.decide("),
                new Mutant(
                        "the answer to a fan's text is sent at any time, however late",
                        Guarantee.QUIET_HOURS_KEPT,
                        "TextHours",
                        "&& !latest.isAfter(answerable)) {",
                        ") {"),
                new Mutant(
                        "a text waits longer than the quiet hours",
                        Guarantee.QUIET_HOURS_KEPT,
                        "TextHours",
                        "Instant at = opening.plusSeconds(",
                        "Instant at = opening.plusSeconds(7200).plusSeconds("),
                new Mutant(
                        "a key is requested between the check of the consent and the sending",
                        Guarantee.STOP_HONORED,
                        "SendEmailAction",
                        "Function<Identity, String> token = tokens.issuer(project);",
                        "Function<Identity, String> token = it ->"
                                + " tokens.issuer(project).apply(it);"),
                new Mutant(
                        "a request to unsubscribe is answered without being stored",
                        Guarantee.STOP_HONORED,
                        "Unsubscriber",
                        "recipient.ifPresent(",
                        "recipient.filter(_ -> way != Way.ONE_CLICK).ifPresent("),
                new Mutant(
                        "a direct message is sent after a STOP",
                        Guarantee.STOP_HONORED,
                        "ConsentStore",
                        "if (objection.isPresent()) {",
                        "if (objection.isPresent() && kind != Identity.Kind.INSTAGRAM) {"),
                new Mutant(
                        "a direct message is sent outside the window",
                        Guarantee.WINDOW_KEPT,
                        "SendInstagramDmAction",
                        "if (PrivateReplies.isOpen(wroteAt, context)) {",
                        "if (wroteAt.isPresent()) {"),
                new Mutant(
                        "a comment moves the window",
                        Guarantee.WINDOW_KEPT,
                        "InstagramTranslator",
                        "case InstagramEvent.Comment _ -> Optional.empty();",
                        "case InstagramEvent.Comment _ -> Optional.of(receivedAt);"),
                new Mutant(
                        "a comment gets two private replies",
                        Guarantee.WINDOW_KEPT,
                        "PrivateReplies",
                        "claimed ? Optional.empty()",
                        "!comment.isEmpty() ? Optional.empty()"),
                new Mutant(
                        "the message of a fan who was unknown before is not remembered",
                        Guarantee.TRUE_OUTCOME,
                        "Intake",
                        "if (facts.identity().isEmpty()) {",
                        "if (facts.identity().isEmpty() && facts.project().isEmpty()) {"),
                new Mutant(
                        "a new Instagram token wakes no runs",
                        Guarantee.WOKEN,
                        "InstagramChannelService",
                        "MET = Requirement.instagramAccess();",
                        "MET = Requirement.phoneNumber();"),
                new Mutant(
                        "a STOP from the queue is acknowledged before it is stored",
                        Guarantee.STOP_HONORED,
                        "SmsEventReceiver",
                        "case SmsEvent.Inbound text -> Optional.of(receiveText(text));",
                        """
                        case SmsEvent.Inbound text -> {
                            EventOutcome outcome = EventOutcome.STOPPED;
                            try {
                                outcome = receiveText(text);
                            } catch (RuntimeException e) {
                                // lost
                            }
                            yield Optional.of(outcome);
                        }
                        """),
                new Mutant(
                        "a new email sender wakes no runs",
                        Guarantee.WOKEN,
                        "ProjectService",
                        "project.withEmail(from.of(tenant)), Requirement.emailSender());",
                        "project.withEmail(from.of(tenant)), Requirement.phoneNumber());"),
                new Mutant(
                        "a complaint does not stop mail",
                        Guarantee.STOP_HONORED,
                        "MailEventReceiver",
                        "end(project, address, event, ConsentChange.Kind.COMPLAINED,"
                                + " \"complaint\");",
                        "{}"),
                new Mutant(
                        "a hard bounce does not stop mail",
                        Guarantee.STOP_HONORED,
                        "MailEventReceiver",
                        "end(project, address, event, ConsentChange.Kind.BOUNCED, \"bounce\");",
                        "{}"),
                new Mutant(
                        "a run with a lost execution is not resumed",
                        Guarantee.RECOVERED,
                        "RunResumer",
                        "ledger.find(key).filter(run -> run.isDue(now));",
                        """
                        ledger.find(key)
                                .filter(run -> run.isDue(now))
                                .filter(run -> run.status() == RunStatus.WAITING);
                        """),
                new Mutant(
                        "a run is not resumed after its wait",
                        Guarantee.RECOVERED,
                        "RunResumer",
                        "ledger.find(key).filter(run -> run.isDue(now));",
                        """
                        ledger.find(key)
                                .filter(run -> run.isDue(now))
                                .filter(run -> run.status() == RunStatus.RUNNING);
                        """),
                new Mutant(
                        "a run that is set aside is never retried",
                        Guarantee.RECOVERED,
                        "RunSweeper",
                        "all.stream().filter(entry -> !entry.at().isAfter(now)).toList();",
                        "all.stream().filter(entry -> entry.at().equals(Instant.MIN)).toList();"),
                new Mutant(
                        "a temporarily unreadable run is set aside",
                        Guarantee.RECOVERED,
                        "DueRunReceiver",
                        "if (!isBusy(e)) {",
                        "if (isBusy(e) || !isBusy(e)) {"),
                new Mutant(
                        "the lease of an execution ends a day late",
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
                        "an execution leaves its run to a sweep after a second",
                        Guarantee.UNDISTURBED,
                        "Run",
                        "YIELD_AFTER = Duration.ofSeconds(30);",
                        "YIELD_AFTER = Duration.ofSeconds(1);"),
                new Mutant(
                        "an accepted message counts as unknown until its report",
                        Guarantee.UNDISTURBED,
                        "MessageAction",
                        "Attempt.completed(Reason.ACCEPTED).permittedBy(send.permit());",
                        "Attempt.unknown(Reason.NO_ANSWER).permittedBy(send.permit());"),
                new Mutant(
                        "a wait is recorded without rechecking its requirement",
                        Guarantee.WOKEN,
                        "StepPass",
                        "Optional<MissingRequirement> still = stillMissing(step, context,"
                                + " missing);",
                        "Optional<MissingRequirement> still = Optional.of(missing);"),
                new Mutant(
                        "a wait is announced under another requirement",
                        Guarantee.WOKEN,
                        "StepPass",
                        "announce(missing.requirement().get(),",
                        "announce(new Requirement(\"elsewhere\"),"),
                new Mutant(
                        "a wake-up ignores a run that is about to wait",
                        Guarantee.WOKEN,
                        "RunWaker",
                        "Optional<Run> stored = ledger.replace(",
                        "Optional<Run> stored = reopened.equals(run) ? Optional.of(run) :"
                                + " ledger.replace("),
                new Mutant(
                        "a waiting run is removed before it is woken",
                        Guarantee.WOKEN,
                        "RunWaker",
                        "wake(entry.run(), requirement, starts);\n",
                        """
                        waiting.remove(entry.run(), requirement, entry);
                        wake(entry.run(), requirement, starts);
                        """),
                new Mutant(
                        "a page requests the next one on every delivery",
                        Guarantee.BOUNDED,
                        "RunWaker",
                        "if (page.next().isPresent() && continuation.isEmpty()) {",
                        "if (page.next().isPresent()) {"),
                new Mutant(
                        "execution names lack the epoch: a resumption duplicates the first start",
                        Guarantee.RECOVERED,
                        "RunResumer",
                        "if (executions.start(stored.get(), cause ==",
                        "if (stored.get().epoch() == 1 && executions.start(stored.get(), cause =="),
                new Mutant(
                        "a resumption that is too late is not reported",
                        Guarantee.COUNTED,
                        "RunResumer",
                        "observer.workRefused(key, RunObserver.Refusal.NOT_DUE);",
                        ""),
                new Mutant(
                        "a stale call is not reported",
                        Guarantee.COUNTED,
                        "StepRunner",
                        "ports.observer().workRefused(ticket.run(), why);",
                        ""),
                new Mutant(
                        "a waiting run has no due time",
                        Guarantee.NOT_FORGOTTEN,
                        "Run",
                        "return with(RunStatus.WAITING, endedAt, wait, steps);",
                        "return with(RunStatus.WAITING, endedAt, Optional.empty(), steps);"),
                new Mutant(
                        "a new run is stored without a due time",
                        Guarantee.NOT_FORGOTTEN,
                        "Run",
                        "claim.stepTypes().getFirst().hasFunction() ? now.plus(LEASE) : now),",
                        "now).filter(due -> false),"),
                new Mutant(
                        "a rejected resumption ends its run",
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
