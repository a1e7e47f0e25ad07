package dev.actionflows.domain.embed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.messaging.EmailAddress;
import dev.actionflows.domain.messaging.MailFrom;
import dev.actionflows.domain.messaging.SendResult;
import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.project.Vault;
import dev.actionflows.domain.testing.InMemoryPorts;
import dev.actionflows.domain.testing.Samples;

import org.junit.jupiter.api.Test;

import java.util.Optional;

class CodeSenderTest {
    private final InMemoryPorts ports = new InMemoryPorts();
    private final CodeSender sender =
            new CodeSender(ports.texts, ports.mails, new Vault(ports.keyRing, ports.ids()));

    @Test
    void the_subject_is_one_line_whatever_the_project_is_called() {
        Project project =
                Samples.project(Samples.projectId(), "Night\r\nBcc: all@fans.example")
                        .withEmail(
                                new MailFrom(
                                        new EmailAddress("hello@label.example"), Optional.empty()));

        assertThat(sender.send(project, Samples.email(), "123456"))
                .isInstanceOf(SendResult.Accepted.class);

        assertThat(ports.mails.handedOver())
                .singleElement()
                .satisfies(
                        mail ->
                                assertThat(mail.subject())
                                        .isEqualTo(
                                                "123456 is your code for Night Bcc:"
                                                        + " all@fans.example"));
    }
}
