package dev.actionflows.domain.segment;

import dev.actionflows.domain.fan.FirstName;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.messaging.EmailAddress;
import dev.actionflows.domain.messaging.PhoneNumber;

import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/**
 * A valid row of an import.
 *
 * @param consents at most one for each address
 */
record ImportRow(
        Optional<FanId> fan,
        Optional<PhoneNumber> phone,
        Optional<EmailAddress> email,
        Optional<FirstName> firstName,
        Optional<ZoneId> timeZone,
        List<ImportedConsent> consents) {
    ImportRow {
        consents = List.copyOf(consents);
    }
}
