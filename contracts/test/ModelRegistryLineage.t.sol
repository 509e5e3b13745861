// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.30;

import {IModelRegistry} from "../src/interfaces/IModelRegistry.sol";
import {TributaryTest} from "./TributaryTest.sol";

contract ModelRegistryLineageTest is TributaryTest {
    function testTheDiamondCountsPathsInItsBounds() public {
        bytes32 r = _derive("R", LAP, 5_000_000, new bytes32[](0));
        bytes32 a = _derive("A", LAP, 10_000_000, _one(r));
        bytes32 b = _derive("B", LAP, 7_000_000, _one(a));
        bytes32 c = _derive("C", LAP, 7_000_000, _one(a));
        bytes32 d = _derive("D", LAP, 0, _two(b, c));
        IModelRegistry.Model memory model = registry.modelOf(d);
        assertEq(model.lapBound, 2 * (7_000_000 + 10_000_000 + 5_000_000));
        assertEq(model.ancestorBound, 6);
        assertEq(model.parentCount, 2);
    }

    function testRelativeSharesOfParentsAreNotInheritedInTheBound() public {
        bytes32 grandparent = _derive("grandparent", LRP, 90_000_000, new bytes32[](0));
        bytes32 parent = _derive("parent", LRP, 90_000_000, _one(grandparent));
        bytes32 child = _derive("child", LAP, 0, _one(parent));
        assertEq(registry.modelOf(child).lapBound, 0);
        assertEq(registry.modelOf(child).ancestorBound, 2);
    }

    function testSharesOfExactlyTheWholeAreAllowedAndOneMoreIsNot() public {
        bytes32 absolute = _derive("absolute", LAP, 60_000_000, new bytes32[](0));
        bytes32 relative = _derive("relative", LRP, 40_000_000, new bytes32[](0));
        bytes32 excess = _derive("excess", LRP, 40_000_001, new bytes32[](0));
        _derive("whole", LAP, 0, _two(absolute, relative));
        _expectRefusal(
            _two(absolute, excess),
            abi.encodeWithSelector(IModelRegistry.LineageSharesTooLarge.selector, uint256(100_000_001))
        );
    }

    function testAbsoluteSharesOfDistantAncestorsCountAgainstTheWhole() public {
        bytes32 root = _derive("root", LAP, 70_000_000, new bytes32[](0));
        bytes32 child = _derive("child", LAP, 30_000_001, _one(root));
        _expectRefusal(
            _one(child), abi.encodeWithSelector(IModelRegistry.LineageSharesTooLarge.selector, uint256(100_000_001))
        );
    }

    function testSixteenParentsAreAllowedAndSeventeenAreNot() public {
        bytes32[] memory parents = new bytes32[](16);
        bytes32[] memory tooMany = new bytes32[](17);
        for (uint256 i = 0; i < 17; ++i) {
            tooMany[i] = _derive(vm.toString(i), LAP, 1, new bytes32[](0));
            if (i < 16) parents[i] = tooMany[i];
        }
        assertEq(registry.modelOf(_derive("child", LAP, 1, parents)).ancestorBound, 16);
        _expectRefusal(tooMany, abi.encodeWithSelector(IModelRegistry.TooManyParents.selector, uint256(17)));
    }

    function testAParentNamedTwiceIsRefused() public {
        bytes32 parent = _derive("parent", LAP, 1, new bytes32[](0));
        bytes32 other = _derive("other", LAP, 1, new bytes32[](0));
        bytes32[] memory parents = new bytes32[](3);
        (parents[0], parents[1], parents[2]) = (parent, other, parent);
        _expectRefusal(parents, abi.encodeWithSelector(IModelRegistry.DuplicateParent.selector, parent));
    }

    function testAParentThatIsNotRegisteredIsRefused() public {
        bytes32 unknown = keccak256("unknown");
        _expectRefusal(_one(unknown), abi.encodeWithSelector(IModelRegistry.UnknownModel.selector, unknown));
    }

    function testAFrozenParentIsRefusedUntilItIsUnfrozen() public {
        bytes32 parent = _derive("parent", LAP, 1, new bytes32[](0));
        vm.prank(arbiter);
        registry.freeze(parent);
        _expectRefusal(_one(parent), abi.encodeWithSelector(IModelRegistry.FrozenParent.selector, parent));
        vm.prank(arbiter);
        registry.unfreeze(parent, address(0));
        _derive("child", LAP, 1, _one(parent));
    }

    /// @dev Two parents that are parent and child of each other double the paths at every level.
    function testTheAncestorBoundEndsAFamilyThatGrowsByPaths() public {
        bytes32 older = _derive("0", LAP, 0, new bytes32[](0));
        bytes32 younger = _derive("1", LAP, 0, _one(older));
        for (uint256 i = 2; i < 14; ++i) {
            (older, younger) = (younger, _derive(vm.toString(i), LAP, 0, _two(older, younger)));
        }
        assertEq(registry.modelOf(younger).ancestorBound, 985);
        _expectRefusal(
            _two(older, younger), abi.encodeWithSelector(IModelRegistry.TooManyAncestors.selector, uint256(1595))
        );
    }

    function testAnAncestorBoundOfExactlyTheLimitIsAllowed() public {
        bytes32[] memory leaves = new bytes32[](15);
        for (uint256 i = 0; i < 15; ++i) {
            leaves[i] = _derive(vm.toString(i), LAP, 0, new bytes32[](0));
        }
        bytes32[] memory families = new bytes32[](16);
        for (uint256 i = 0; i < 16; ++i) {
            families[i] = _derive(string.concat("family", vm.toString(i)), LAP, 0, leaves);
        }
        bytes32[] memory wide = new bytes32[](4);
        bytes32 level = _derive("level", LAP, 0, families);
        assertEq(registry.modelOf(level).ancestorBound, 256);
        for (uint256 i = 0; i < 4; ++i) {
            wide[i] = i == 0 ? level : _derive(string.concat("wide", vm.toString(i)), LAP, 0, _without(families, i));
        }
        // 257 + 3 * (1 + 15 * 16) = 980, and 44 more from parents of known bounds
        bytes32 base = _derive("base", LAP, 0, wide);
        assertEq(registry.modelOf(base).ancestorBound, 980);
        bytes32[] memory exact = new bytes32[](5);
        (exact[0], exact[1], exact[2]) = (base, families[0], families[1]);
        (exact[3], exact[4]) = (leaves[0], _derive("nine", LAP, 0, _firstOf(leaves, 9)));
        assertEq(registry.modelOf(_derive("exact", LAP, 0, exact)).ancestorBound, 981 + 16 + 16 + 1 + 10);
        exact[4] = _derive("ten", LAP, 0, _firstOf(leaves, 10));
        _expectRefusal(exact, abi.encodeWithSelector(IModelRegistry.TooManyAncestors.selector, uint256(1025)));
    }

    function testFuzzTheBoundAdmitsExactlyWhatSumsToTheWhole(uint32 first, uint32 second, bool relative) public {
        first = uint32(bound(first, 0, 100_000_000));
        second = uint32(bound(second, 0, 100_000_000));
        bytes32 a = _derive("a", LAP, first, new bytes32[](0));
        bytes32 b = _derive("b", relative ? LRP : LAP, second, new bytes32[](0));
        uint256 sum = uint256(first) + second;
        if (sum > 100_000_000) {
            _expectRefusal(_two(a, b), abi.encodeWithSelector(IModelRegistry.LineageSharesTooLarge.selector, sum));
            return;
        }
        assertEq(registry.modelOf(_derive("child", LAP, 0, _two(a, b))).lapBound, relative ? first : sum);
    }

    function _derive(string memory name, uint8 policy, uint32 share, bytes32[] memory parents)
        private
        returns (bytes32)
    {
        return _register(_child(name, policy, share, parents), creator);
    }

    function _expectRefusal(bytes32[] memory parents, bytes memory refusal) private {
        Application memory application = _child("refused", LAP, 0, parents);
        _commit(application, creator);
        vm.expectRevert(refusal);
        _submit(application, creator);
    }

    function _child(string memory name, uint8 policy, uint32 share, bytes32[] memory parents)
        private
        view
        returns (Application memory application)
    {
        application = _application(keccak256(bytes(name)), creator);
        application.royaltyPolicy = policy;
        application.royaltyShare = share;
        application.parents = parents;
    }

    function _one(bytes32 parent) private pure returns (bytes32[] memory parents) {
        parents = new bytes32[](1);
        parents[0] = parent;
    }

    function _two(bytes32 first, bytes32 second) private pure returns (bytes32[] memory parents) {
        parents = new bytes32[](2);
        (parents[0], parents[1]) = (first, second);
    }

    function _firstOf(bytes32[] memory all, uint256 count) private pure returns (bytes32[] memory parents) {
        parents = new bytes32[](count);
        for (uint256 i = 0; i < count; ++i) {
            parents[i] = all[i];
        }
    }

    function _without(bytes32[] memory all, uint256 left) private pure returns (bytes32[] memory parents) {
        parents = new bytes32[](all.length - 1);
        for (uint256 i = 0; i < parents.length; ++i) {
            parents[i] = all[i < left ? i : i + 1];
        }
    }
}
