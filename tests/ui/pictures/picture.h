// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QImage>
#include <QString>

namespace studio::test {

/// What keeps `actual` from being the picture of this name in tests/data/pictures; empty where it is. Each channel of a
/// pixel may differ a little, because processors round differently. A difference is written into the build's folder
/// `pictures`: NAME-actual.png, and NAME-difference.png with the pixels that differ in red. With STUDIO_UPDATE_PICTURES
/// in the environment the picture is written instead of compared.
QString differenceOf(const QImage &actual, const QString &name);

} // namespace studio::test
