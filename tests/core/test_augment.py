"""Augmentation: the same for all frames of a clip, different between clips, decided by a seed."""

from __future__ import annotations

import colorsys

import pytest
import torch

from stadrn_core.augment import ClipAugmentation
from stadrn_core.training_config import AugmentationSettings

NONE = {"flip": 0.0, "brightness": 0.0, "contrast": 0.0, "saturation": 0.0, "hue": 0.0}


def augmentation(**settings: float) -> ClipAugmentation:
    return ClipAugmentation(AugmentationSettings(**{**NONE, **settings}))


@pytest.fixture
def clip() -> torch.Tensor:
    """Four equal frames."""
    return torch.rand(3, 1, 24, 24, generator=torch.manual_seed(0)).repeat(1, 4, 1, 1) * 0.5 + 0.25


def test_all_frames_of_a_clip_are_varied_alike_and_clips_differently(clip: torch.Tensor) -> None:
    vary = ClipAugmentation(AugmentationSettings())
    varied = [vary(clip, seed) for seed in range(6)]
    for one in varied:
        assert one.shape == clip.shape
        for frame in range(1, 4):
            assert torch.equal(one[:, frame], one[:, 0])
        assert (one - clip).abs().max() > 0.01
    assert len({one.sum().item() for one in varied}) == 6


def test_the_seed_decides_and_the_global_generator_is_left_alone(clip: torch.Tensor) -> None:
    vary = ClipAugmentation(AugmentationSettings())
    first = vary(clip, 7)
    torch.manual_seed(3)
    expected = torch.rand(4)
    torch.manual_seed(3)
    assert torch.equal(vary(clip, 7), first)
    assert torch.equal(torch.rand(4), expected)


def test_one_frame_is_varied_as_many_are(clip: torch.Tensor) -> None:
    vary = ClipAugmentation(AugmentationSettings())
    assert torch.equal(vary(clip[:, :1], 5)[:, 0], vary(clip, 5)[:, 0])


def test_nothing_is_changed_without_settings(clip: torch.Tensor) -> None:
    torch.testing.assert_close(augmentation()(clip, 0), clip, atol=1e-6, rtol=0)


def test_flips_are_mirror_images_half_of_the_time(clip: torch.Tensor) -> None:
    vary = augmentation(flip=0.5)
    flipped = 0
    for seed in range(60):
        one = vary(clip, seed)
        if not torch.allclose(one, clip, atol=1e-6):
            torch.testing.assert_close(one, clip.flip(3), atol=1e-6, rtol=0)
            flipped += 1
    assert 18 <= flipped <= 42


def test_brightness_multiplies_by_up_to_its_setting(clip: torch.Tensor) -> None:
    factors = []
    for seed in range(40):
        ratio = augmentation(brightness=0.1)(clip, seed) / clip
        assert ratio.std() < 1e-5
        factors.append(ratio.mean().item())
    assert 0.9 <= min(factors) < 0.92
    assert 1.08 < max(factors) <= 1.1


def test_contrast_keeps_the_mean_grey_of_a_frame(clip: torch.Tensor) -> None:
    def grey(frames: torch.Tensor) -> torch.Tensor:
        return (frames * torch.tensor([0.299, 0.587, 0.114]).reshape(3, 1, 1, 1)).sum(0).mean((1, 2))

    one = augmentation(contrast=0.1)(clip, 1)
    torch.testing.assert_close(grey(one), grey(clip), atol=1e-4, rtol=0)
    assert abs(one.std() / clip.std() - 1) > 0.001


def test_hue_turns_the_colour_wheel_by_up_to_its_share() -> None:
    red = torch.tensor([0.8, 0.2, 0.2]).reshape(3, 1, 1, 1).repeat(1, 1, 4, 4)
    turns = []
    for seed in range(40):
        hue, lightness, saturation = colorsys.rgb_to_hls(*augmentation(hue=0.1)(red, seed)[:, 0, 0, 0].tolist())
        assert lightness == pytest.approx(0.5, abs=1e-4)
        assert saturation == pytest.approx(0.6, abs=1e-3)
        turns.append((hue + 0.5) % 1 - 0.5)
    assert -0.1001 <= min(turns) < -0.07
    assert 0.07 < max(turns) <= 0.1001


def test_results_stay_in_the_unit_interval() -> None:
    bright = torch.rand(3, 2, 8, 8, generator=torch.manual_seed(1)).round()
    vary = ClipAugmentation(AugmentationSettings(brightness=0.9, contrast=0.9, saturation=0.9, hue=0.5))
    for seed in range(10):
        one = vary(bright, seed)
        assert one.min() >= 0
        assert one.max() <= 1
