package dev.tributary.chain;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Turns logs of known contracts into events, by the ABIs committed with the contracts. */
public final class EventDecoder {
    private final Map<String, ContractEvents> contractByAddress;

    private EventDecoder(Map<String, ContractEvents> contractByAddress) {
        this.contractByAddress = contractByAddress;
    }

    /** A decoder for the contracts of a deployment. */
    public static EventDecoder of(Deployment deployment) {
        Map<String, ContractEvents> contracts = new HashMap<>();
        deployment.contracts().forEach((name, address) -> {
            if (contracts.put(address, ContractEvents.load(name)) != null) {
                throw new IllegalArgumentException("two contracts at " + address);
            }
        });
        return new EventDecoder(contracts);
    }

    /** The addresses whose logs can be decoded, lower-case 0x form. */
    public Set<String> addresses() {
        return contractByAddress.keySet();
    }

    /** @throws EventDecodingException when the log is of another contract or no event of its ABI */
    public DecodedEvent decode(EvmLog log) {
        ContractEvents contract = contractByAddress.get(log.address());
        if (contract == null) {
            throw new EventDecodingException(log, "no contract with this address is configured");
        }
        return contract.decode(log);
    }
}
