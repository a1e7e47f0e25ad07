package dev.actionflows.domain.management;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.actionflows.domain.error.ErrorCode;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.fan.FanIdentity;
import dev.actionflows.domain.fan.Identity;
import dev.actionflows.domain.flow.Flow;
import dev.actionflows.domain.flow.FlowDefinition;
import dev.actionflows.domain.flow.OnFailure;
import dev.actionflows.domain.flow.ReEntry;
import dev.actionflows.domain.flow.TestMode;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.FlowId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.intake.EventOutcome;
import dev.actionflows.domain.intake.InboundText;
import dev.actionflows.domain.messaging.PhoneNumber;
import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.step.AddToSegmentStep;
import dev.actionflows.domain.step.Step;
import dev.actionflows.domain.testing.EmbedWorld;
import dev.actionflows.domain.testing.World;
import dev.actionflows.domain.trigger.Trigger;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Two fans with phone numbers, and flows that can be tested. */
abstract class TestModeFixture {
    static final PhoneNumber OTHER_NUMBER = new PhoneNumber("+14155550124");
    static final Duration DAY = TestModeService.DEFAULT_LENGTH;

    final EmbedWorld embed = new EmbedWorld();
    final World world = embed.world;
    final ProjectId project = world.project;
    final FanId tester = world.fan(World.FAN_NUMBER);
    final FanId other = youngerFan();
    final Step join = new AddToSegmentStep(world.segment.id());

    FanId youngerFan() {
        world.clock.advance(Duration.ofMillis(1));
        return world.fan(OTHER_NUMBER);
    }

    FlowDefinition definition(Trigger trigger, ReEntry reEntry) {
        return new FlowDefinition(
                "Flow on " + trigger.scope(), trigger, List.of(join), reEntry, OnFailure.CONTINUE);
    }

    Flow draft(Trigger trigger, ReEntry reEntry) {
        return world.flows.create(project, definition(trigger, reEntry));
    }

    Flow draft(String keyword) {
        return draft(Trigger.SmsKeyword.of(keyword), ReEntry.EVERY_EVENT);
    }

    Flow active(String keyword) {
        return world.flows.activate(project, draft(keyword).id());
    }

    TestMode test(Flow flow, FanId... fans) {
        return world.tests.start(project, flow.id(), List.of(fans), DAY);
    }

    EventOutcome text(PhoneNumber from, String id, String body) {
        world.clock.advance(Duration.ofMillis(1));
        return world.texts.receive(
                new InboundText(
                        project,
                        Optional.of(id),
                        Optional.of(from.e164()),
                        Optional.of(body),
                        Optional.empty()),
                (_, _) -> true);
    }

    EventOutcome text(String id) {
        return text(World.FAN_NUMBER, id, "presave");
    }

    /** The started runs, in order; a redelivered event may request an execution twice. */
    List<Run> started() {
        return world.executions.started().stream().distinct().toList();
    }

    List<FlowId> startedFlows() {
        return started().stream().map(Run::flow).toList();
    }

    Optional<TestMode> underWay(Flow flow) {
        Project stored = world.projects.find(project).orElseThrow();
        return TestModeService.underWay(
                stored, world.flows.get(project, flow.id()), world.clock.instant());
    }

    static ProblemException problem(ErrorCode code, ThrowingCallable call) {
        ProblemException[] found = new ProblemException[1];
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(call)
                .satisfies(it -> found[0] = it)
                .extracting(ProblemException::code)
                .isEqualTo(code);
        return found[0];
    }

    void merge(FanId one, FanId two) {
        FanIdentity proof =
                world.identities.of(project, Identity.Kind.EMAIL, one + "@label.example");
        world.resolver.resolve(project, Optional.of(one), List.of(proof));
        world.resolver.resolve(project, Optional.of(two), List.of(proof));
    }
}
