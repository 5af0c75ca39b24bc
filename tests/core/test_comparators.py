"""3D ResNets and MDNs: geometry, pieces by hand, and what explanation methods ask of them."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from torch import nn

from stadrn_core.comparators import (
    MDN,
    MDNConfig,
    ResNet3D,
    ResNetConfig,
    ShiftNorm,
    difference_in_time,
    max_over_time,
)
from stadrn_core.model import STAGES
from stadrn_core.networks import NetworkConfig, build_network
from tests.golden import seeded_clip, seeded_weights

TINY = [
    ResNetConfig(18, width=4, clip_length=9, frame_size=70),
    ResNetConfig(50, width=2, clip_length=9, frame_size=70),
    MDNConfig(18, width=2, clip_length=9, frame_size=104),
]


def seeded(config: NetworkConfig) -> nn.Module:
    network = build_network(config)
    network.load_state_dict(seeded_weights(network, 0))  # type: ignore[arg-type]
    return network.eval()


@pytest.mark.parametrize("config", TINY, ids=lambda config: config.title)
def test_map_shapes_match_the_feature_maps(config: NetworkConfig) -> None:
    model, shapes = seeded(config), {}
    for stage in STAGES:
        model.get_submodule(stage).register_forward_hook(
            lambda _m, _i, out, stage=stage: shapes.update({stage: tuple(out.shape[2:])})
        )
    with torch.no_grad():
        assert model(torch.zeros(2, 3, config.clip_length, config.frame_size, config.frame_size)).shape == (2, 1)
    assert shapes == {stage: config.map_shape(stage) for stage in STAGES}


def test_published_geometry() -> None:
    assert ResNetConfig().map_shape("layer_4") == (2, 7, 7)
    assert ResNetConfig().cell_stride("layer_4") == (32, 32)
    assert MDNConfig().map_shape("layer_4") == (4, 7, 7)
    assert MDNConfig().cell_stride("layer_4") == (16, 32)
    assert MDNConfig().head_shape == (256, 4, 4, 4)
    assert MDNConfig(152, clip_length=16, frame_size=112).head_shape == (256, 1, 1, 1)
    assert MDNConfig(152).num_blocks == (3, 24, 45, 3)
    assert ResNetConfig(152).num_blocks == (3, 8, 36, 3)
    with pytest.raises(ValueError, match="target layer must be one of"):
        MDNConfig().cell_stride("fc")


@pytest.mark.parametrize("config", [ResNetConfig(18, width=4), MDNConfig(18, width=4)], ids=lambda c: c.title)
def test_cells_are_centred_on_multiples_of_the_stride(config: NetworkConfig) -> None:
    """What a cell of the second stage can see of the picture lies evenly around stride × cell."""
    model, size = seeded(config), 120
    picture = torch.from_numpy(np.random.default_rng(0).standard_normal((4, 3, 8, size, size)).astype(np.float32))
    picture.requires_grad_()
    seen = model.layer_1(model.max_pool(model.relu(model.bn1(model.conv_1(picture)))))  # type: ignore[operator, union-attr]
    cells = model.layer_2(seen)  # type: ignore[operator]
    (gradient,) = torch.autograd.grad(cells[:, :, 0, 7, 8].sum(), picture)
    rows, columns = (np.flatnonzero(gradient.abs().amax(axes)) for axes in ((0, 1, 2, 4), (0, 1, 2, 3)))
    stride = config.cell_stride("layer_2")[1]
    assert stride == 8
    assert (rows[0] + rows[-1]) / 2 == 7 * stride
    assert (columns[0] + columns[-1]) / 2 == 8 * stride


@pytest.mark.parametrize("length", [1, 2, 3, 4])
def test_maximum_over_time_by_hand(length: int) -> None:
    x = -np.random.default_rng(length).random((1, 2, 6, 2, 2)) - 1  # all below 0: padding must not win
    ours = max_over_time(torch.from_numpy(x), length).numpy()
    for t in range(6):
        window = x[:, :, max(0, t - (length - 1) // 2) : t + length // 2 + 1]
        assert np.array_equal(ours[:, :, t], window.max(2))


@pytest.mark.parametrize("lag", [1, 2])
def test_difference_in_time_by_hand(lag: int) -> None:
    x = np.random.default_rng(lag).standard_normal((1, 2, 5, 2, 2))
    ours = difference_in_time(torch.from_numpy(x), lag).numpy()
    following = np.concatenate([x[:, :, lag:], np.zeros((1, 2, lag, 2, 2))], axis=2)
    assert np.array_equal(ours, np.abs(following - x))
    assert difference_in_time(torch.from_numpy(x[:, :, :1]), lag).shape == (1, 2, 1, 2, 2)


def test_shift_norm_has_a_shift_and_no_scale() -> None:
    norm, x = ShiftNorm(3), torch.from_numpy(np.random.default_rng(0).standard_normal((2, 3, 4, 5, 5)))
    norm = norm.double().train()
    with torch.no_grad():
        norm.bias.copy_(torch.tensor([1.0, 2.0, 3.0]))
    assert [name for name, _ in norm.named_parameters()] == ["bias"]
    assert torch.allclose(norm(x).mean((0, 2, 3, 4)), torch.tensor([1.0, 2.0, 3.0], dtype=torch.float64))
    assert norm(x).var((0, 2, 3, 4), unbiased=False).detach().numpy() == pytest.approx(np.ones(3), rel=1e-3)


def test_mdn_branches_see_what_the_publication_says() -> None:
    with torch.device("meta"):
        model = MDN(MDNConfig(50))
    lengths = [
        [[view.keywords["length"] for view in block.maximisation.views] for block in model.get_submodule(stage)]  # type: ignore[union-attr]
        for stage in STAGES
    ]
    assert lengths[0] == [[2, 3, 4]] * 3
    assert lengths[1] == [[2, 3, 4]] + [[1, 2, 3]] * 3
    assert lengths[2] == [[1, 2, 3]] + [[1, 1, 2]] * 5
    assert lengths[3] == [[1, 1, 2]] + [[1, 1, 1]] * 2
    lags = [view.keywords["lag"] for view in model.layer_3[2].differentiation.views]  # type: ignore[union-attr]
    assert lags == [1, 2]


@pytest.mark.parametrize("config", TINY, ids=lambda config: config.title)
def test_every_relu_is_a_module_of_its_own_used_once_and_not_in_place(config: NetworkConfig) -> None:
    model = seeded(config)
    calls: list[nn.Module] = []
    relus = [module for module in model.modules() if isinstance(module, nn.ReLU)]
    assert not any(relu.inplace for relu in relus)
    for relu in relus:
        relu.register_forward_hook(lambda module, _i, _o: calls.append(module))
    with torch.no_grad():
        y = model(seeded_clip(config.clip_length, config.frame_size)[None])
    assert sorted(map(id, calls)) == sorted(map(id, relus))
    assert y.isfinite().all()
    assert list(dict(model.named_children()))[-1] == "fc"


@pytest.mark.parametrize("num_frames", [1, 2])
def test_a_resnet_takes_stills(num_frames: int) -> None:
    model = seeded(ResNetConfig(18, width=2, clip_length=num_frames, frame_size=48)).train()
    y = model(torch.randn(3, 3, num_frames, 48, 48, generator=torch.Generator().manual_seed(0)))
    y.sum().backward()
    assert all(parameter.grad is not None for parameter in model.parameters())


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (lambda: ResNetConfig(34), "depth must be one of 18, 50, 152, got 34"),
        (lambda: ResNetConfig(width=0), "width must be at least 1"),
        (lambda: MDNConfig(clip_length=0), "clip_length must be at least 1"),
        (lambda: MDNConfig(score_range=0), "score_range must be positive"),
        (lambda: MDNConfig(frame_size=96), "frame_size must be at least 97"),
    ],
)
def test_nonsense_is_refused(make: object, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        make()  # type: ignore[operator]


def test_an_mdn_takes_clips_of_its_own_size_only() -> None:
    model = seeded(TINY[2])
    with pytest.raises(ValueError, match=r"\(9, 104, 104\), got \(8, 104, 104\)"):
        model(torch.zeros(1, 3, 8, 104, 104))


def test_blocks_add_their_input_or_its_projection() -> None:
    with torch.device("meta"):
        model = ResNet3D(ResNetConfig(50))
    first, second = model.layer_1[0], model.layer_1[1]
    assert isinstance(second.shortcut, nn.Identity)
    assert first.shortcut[0].kernel_size == (1, 1, 1)  # type: ignore[index]
    assert model.layer_2[0].path[3].stride == (2, 2, 2)  # type: ignore[index]
    assert all(block.shortcut[0].kernel_size == (1, 1, 1) for block in MDN(MDNConfig(width=1)).layer_2)  # type: ignore[index]
