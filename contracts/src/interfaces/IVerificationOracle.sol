// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

/// @title The oracle of verification: does a model do what its creator says.
/// @notice Reporters measure a model round by round. When as many as the quorum have reported, the medians of their
/// measurements give the round's score and the next round opens. Shares are in parts per million.
interface IVerificationOracle {
    /// @notice What one reporter measured.
    /// @param accuracyPpm 0 to 10^6
    /// @param diversityPpm 0 to 10^6
    /// @param absencePpm absence of overfitting, 0 to 10^6
    /// @param costPpm cost over the published baseline, above 0; 10^6 is the baseline itself
    struct Benchmark {
        uint32 accuracyPpm;
        uint32 diversityPpm;
        uint32 absencePpm;
        uint64 costPpm;
    }

    event BenchmarkReported(
        bytes32 indexed modelId,
        uint64 indexed round,
        address indexed reporter,
        uint32 accuracyPpm,
        uint32 diversityPpm,
        uint32 absencePpm,
        uint64 costPpm,
        bytes32 evidence
    );
    event ModelVerified(bytes32 indexed modelId, uint64 indexed round, uint64 scorePpm, uint64 expiresAt);

    error ZeroAddress();
    error QuorumInvalid(uint8 quorum);
    error ValidityInvalid(uint64 validity);
    error UnknownModel(bytes32 modelId);
    error RoundNotOpen(bytes32 modelId, uint64 round, uint64 openRound);
    error AlreadyReported(bytes32 modelId, uint64 round, address reporter);
    error AccuracyOutOfRange(uint32 accuracyPpm);
    error DiversityOutOfRange(uint32 diversityPpm);
    error AbsenceOutOfRange(uint32 absencePpm);
    error ZeroCost();

    /// @notice Reports a measurement into the open round; by a reporter, once per round.
    /// @param round must be the open one, so that a late report is never counted into a later round
    /// @param evidence hash of what the measurement rests on
    function report(bytes32 modelId, uint64 round, Benchmark calldata benchmark, bytes32 evidence) external;

    /// @notice The score of the last complete round; all zero before the first.
    /// @return scorePpm floor(accuracy * diversity * absence / (10^6 * cost)) of the medians
    /// @return round the round it comes from, counted from 1
    /// @return verifiedAt seconds
    /// @return expiresAt seconds; from then on the model counts as unverified
    function scoreOf(bytes32 modelId)
        external
        view
        returns (uint64 scorePpm, uint64 round, uint64 verifiedAt, uint64 expiresAt);

    /// @notice The round that reports go into.
    function openRound(bytes32 modelId) external view returns (uint64);

    /// @notice Reports that complete a round.
    function quorum() external view returns (uint8);

    /// @notice Seconds a score counts for.
    function validity() external view returns (uint64);

    /// @notice Number of this contract's own events so far.
    function eventCount() external view returns (uint64);
}
