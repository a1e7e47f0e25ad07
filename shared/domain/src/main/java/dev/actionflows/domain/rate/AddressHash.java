package dev.actionflows.domain.rate;

import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.project.Vault;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Client addresses as they are counted: keyed hashes, since an address is of a person. Of an IPv6
 * address the first half counts, which is what one household or phone has (RFC 6177, RFC 7934).
 */
public final class AddressHash {
    private static final int NETWORK_BYTES = 8;

    private final Vault vault;

    public AddressHash(Vault vault) {
        this.vault = vault;
    }

    /**
     * @param address as API Gateway saw it
     * @return empty when it is not known where the request came from
     */
    public Optional<String> of(Project project, Optional<String> address) {
        return address.map(it -> hash(project, network(it)));
    }

    /**
     * However the address is written, and also if it is an IPv4 address in IPv6 (RFC 4291, section
     * 2.5.5.2). What is no address counts as it is.
     */
    private static String network(String address) {
        try {
            // asks no name server, other than getByName
            InetAddress parsed = InetAddress.ofLiteral(address);
            byte[] bytes = parsed.getAddress();
            return parsed instanceof Inet6Address
                    ? HexFormat.of().formatHex(Arrays.copyOf(bytes, NETWORK_BYTES)) + "/64"
                    : HexFormat.of().formatHex(bytes);
        } catch (IllegalArgumentException e) {
            return address;
        }
    }

    private String hash(Project project, String network) {
        return HexFormat.of().formatHex(vault.mac(project, "client-address", network), 0, 16);
    }
}
