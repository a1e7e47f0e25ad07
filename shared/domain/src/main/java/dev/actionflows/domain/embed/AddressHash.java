package dev.actionflows.domain.embed;

import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.project.Vault;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Client addresses as they are counted: keyed hashes, since an address is of a person. Of an IPv6
 * address the first half counts, which is what one household has.
 */
final class AddressHash {
    private static final int NETWORK_GROUPS = 4;

    private final Vault vault;

    AddressHash(Vault vault) {
        this.vault = vault;
    }

    /**
     * @return empty when it is not known where the request came from
     */
    Optional<String> of(Project project, Client client) {
        return client.address().map(address -> hash(project, network(address)));
    }

    private static String network(String address) {
        if (!address.contains(":")) {
            return address;
        }
        int gap = address.indexOf("::");
        String[] groups = (gap < 0 ? address : address.substring(0, gap)).split(":", -1);
        return String.join(":", Arrays.copyOf(groups, Math.min(groups.length, NETWORK_GROUPS)));
    }

    private String hash(Project project, String network) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(vault.derivedKey(project, "client-address"), "HmacSHA256"));
            byte[] full = mac.doFinal(network.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(full, 0, 16);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HmacSHA256", e);
        }
    }
}
