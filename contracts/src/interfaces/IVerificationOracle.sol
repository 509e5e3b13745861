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

    /// @notice A reporter measured a model; `evidence` is the hash of what the measurement rests on.
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
    /// @notice A round is complete: its score counts until `expiresAt`, in seconds.
    event ModelVerified(bytes32 indexed modelId, uint64 indexed round, uint64 scorePpm, uint64 expiresAt);

    /// @notice The admin or the registry is the zero address.
    error ZeroAddress();
    /// @notice The quorum is zero or above `MAXIMUM_QUORUM`.
    error QuorumInvalid(uint8 quorum);
    /// @notice The validity is zero or longer than `MAXIMUM_VALIDITY`.
    error ValidityInvalid(uint64 validity);
    /// @notice The caller is not an authorised reporter.
    error NotReporter(address caller);
    /// @notice The model is not registered.
    error UnknownModel(bytes32 modelId);
    /// @notice The report is late, its round complete, or names a round that has not opened yet.
    error RoundNotOpen(bytes32 modelId, uint64 round, uint64 openRound);
    /// @notice The reporter has reported into this round.
    error AlreadyReported(bytes32 modelId, uint64 round, address reporter);
    /// @notice The accuracy is above 10^6.
    error AccuracyOutOfRange(uint32 accuracyPpm);
    /// @notice The diversity is above 10^6.
    error DiversityOutOfRange(uint32 diversityPpm);
    /// @notice The absence of overfitting is above 10^6.
    error AbsenceOutOfRange(uint32 absencePpm);
    /// @notice The cost is zero, which the score is divided by.
    error ZeroCost();

    /// @notice Reports a measurement into the open round; by a reporter, once per round. The report that completes the
    /// quorum sets the score and opens the next round.
    /// @param modelId a registered model
    /// @param round must be the open one, so that a late report is never counted into a later round
    /// @param benchmark what was measured
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

    /// @notice The round that reports go into, counted from 1.
    function openRound(bytes32 modelId) external view returns (uint64);

    /// @notice Reports that complete a round.
    function quorum() external view returns (uint8);

    /// @notice Seconds a score counts for.
    function validity() external view returns (uint64);

    /// @notice Number of this contract's own events so far.
    function eventCount() external view returns (uint64);
}
