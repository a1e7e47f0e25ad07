package dev.actionflows.domain.messaging;

import java.util.Optional;

/**
 * The sender of a project's mail. The mail service sends only from verified addresses and domains.
 *
 * @param name displayed next to the address
 * @param postalAddress displayed in the footer, on one line; the law of several countries requires
 *     one in marketing mail (in the United States, 15 U.S.C. 7704(a)(5))
 * @param tenant the project's tenant at the mail service, see {@link MailTenants}; empty for a
 *     sender that was set before projects had one
 */
public record MailFrom(
        EmailAddress address,
        Optional<String> name,
        Optional<String> postalAddress,
        Optional<String> tenant) {
    /** A sender without a tenant. */
    public MailFrom(EmailAddress address, Optional<String> name, Optional<String> postalAddress) {
        this(address, name, postalAddress, Optional.empty());
    }

    /** A sender without a postal address. */
    public MailFrom(EmailAddress address, Optional<String> name) {
        this(address, name, Optional.empty());
    }

    /** The same sender, whose mail is this tenant's. */
    public MailFrom of(String tenantName) {
        return new MailFrom(address, name, postalAddress, Optional.of(tenantName));
    }
}
