// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {AccessControl} from "@openzeppelin/contracts/access/AccessControl.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {IModelRegistry} from "./interfaces/IModelRegistry.sol";
import {IVerificationOracle} from "./interfaces/IVerificationOracle.sol";
import {VerificationScore} from "./libraries/VerificationScore.sol";

/// @title VerificationOracle
/// @dev Invariants:
/// - a reporter reports once per model and round, into the open round only;
/// - rounds of a model are 1, 2, 3 …, each closed by the report that completes its quorum, and never reopened;
/// - a score comes from exactly `quorum` reports of one round, and rounds of scores only rise;
/// - `eventCount` is the number of events emitted here, without those of the roles.
contract VerificationOracle is IVerificationOracle, AccessControl {
    using SafeCast for uint256;

    struct Verification {
        uint64 scorePpm;
        uint64 round;
        uint64 verifiedAt;
        uint64 expiresAt;
    }

    bytes32 public constant REPORTER_ROLE = keccak256("REPORTER_ROLE");
    uint8 public constant MAXIMUM_QUORUM = 31;
    uint64 public constant MAXIMUM_VALIDITY = 366 days;

    IModelRegistry public immutable models;
    uint8 public immutable override quorum;
    uint64 public immutable override validity;
    uint64 public override eventCount;

    mapping(bytes32 modelId => Verification) public override scoreOf;
    /// @dev Reports of the open round.
    mapping(bytes32 modelId => Benchmark[]) private _benchmarks;
    mapping(bytes32 modelId => mapping(address reporter => uint64 round)) private _lastRound;

    /// @param admin holds the default admin role and grants REPORTER_ROLE
    /// @param modelRegistry the deployed ModelRegistry
    /// @param reportsPerRound 1 to 31
    /// @param validitySeconds a score counts for, at most 366 days
    constructor(address admin, IModelRegistry modelRegistry, uint8 reportsPerRound, uint64 validitySeconds) {
        if (admin == address(0) || address(modelRegistry) == address(0)) revert ZeroAddress();
        if (reportsPerRound == 0 || reportsPerRound > MAXIMUM_QUORUM) revert QuorumInvalid(reportsPerRound);
        if (validitySeconds == 0 || validitySeconds > MAXIMUM_VALIDITY) revert ValidityInvalid(validitySeconds);
        models = modelRegistry;
        quorum = reportsPerRound;
        validity = validitySeconds;
        _grantRole(DEFAULT_ADMIN_ROLE, admin);
    }

    /// @inheritdoc IVerificationOracle
    function report(bytes32 modelId, uint64 round, Benchmark calldata benchmark, bytes32 evidence) external {
        if (!hasRole(REPORTER_ROLE, msg.sender)) revert NotReporter(msg.sender);
        if (!models.exists(modelId)) revert UnknownModel(modelId);
        uint64 open = openRound(modelId);
        if (round != open) revert RoundNotOpen(modelId, round, open);
        if (_lastRound[modelId][msg.sender] == round) revert AlreadyReported(modelId, round, msg.sender);
        _requireInRange(benchmark);
        _lastRound[modelId][msg.sender] = round;
        _benchmarks[modelId].push(benchmark);
        ++eventCount;
        emit BenchmarkReported(
            modelId,
            round,
            msg.sender,
            benchmark.accuracyPpm,
            benchmark.diversityPpm,
            benchmark.absencePpm,
            benchmark.costPpm,
            evidence
        );
        if (_benchmarks[modelId].length == quorum) _verify(modelId, round);
    }

    /// @inheritdoc IVerificationOracle
    function openRound(bytes32 modelId) public view returns (uint64) {
        return scoreOf[modelId].round + 1;
    }

    function _verify(bytes32 modelId, uint64 round) private {
        uint64 scorePpm = _score(_benchmarks[modelId]);
        uint64 expiresAt = uint64(block.timestamp) + validity;
        scoreOf[modelId] = Verification(scorePpm, round, uint64(block.timestamp), expiresAt);
        delete _benchmarks[modelId];
        ++eventCount;
        emit ModelVerified(modelId, round, scorePpm, expiresAt);
    }

    function _score(Benchmark[] memory benchmarks) private pure returns (uint64) {
        uint256 count = benchmarks.length;
        uint256[] memory accuracies = new uint256[](count);
        uint256[] memory diversities = new uint256[](count);
        uint256[] memory absences = new uint256[](count);
        uint256[] memory costs = new uint256[](count);
        for (uint256 i = 0; i < count; ++i) {
            accuracies[i] = benchmarks[i].accuracyPpm;
            diversities[i] = benchmarks[i].diversityPpm;
            absences[i] = benchmarks[i].absencePpm;
            costs[i] = benchmarks[i].costPpm;
        }
        return VerificationScore.scoreDown(
                VerificationScore.medianDown(accuracies),
                VerificationScore.medianDown(diversities),
                VerificationScore.medianDown(absences),
                VerificationScore.medianDown(costs)
            ).toUint64();
    }

    function _requireInRange(Benchmark calldata benchmark) private pure {
        if (benchmark.accuracyPpm > VerificationScore.WHOLE_PPM) revert AccuracyOutOfRange(benchmark.accuracyPpm);
        if (benchmark.diversityPpm > VerificationScore.WHOLE_PPM) revert DiversityOutOfRange(benchmark.diversityPpm);
        if (benchmark.absencePpm > VerificationScore.WHOLE_PPM) revert AbsenceOutOfRange(benchmark.absencePpm);
        if (benchmark.costPpm == 0) revert ZeroCost();
    }
}
