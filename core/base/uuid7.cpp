// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/uuid7.h"

#include <QDateTime>
#include <QRandomGenerator>
#include <QUuid>

#include <algorithm>
#include <mutex>

namespace studio {

QString uuid7()
{
    // rand_a counts up within a millisecond (RFC 9562, method 1), and the time never goes back, so ids keep their
    // order.
    static std::mutex mutex;
    static qint64 lastTime = 0;
    static quint16 counter = 0;

    qint64 time = 0;
    quint16 sequence = 0;
    {
        const std::scoped_lock lock(mutex);
        time = std::max(QDateTime::currentMSecsSinceEpoch(), lastTime);
        if (time == lastTime) {
            if (++counter > 0x0fff) {
                ++time;
                counter = 0;
            }
        } else {
            counter = static_cast<quint16>(QRandomGenerator::system()->bounded(0x0400));
        }
        lastTime = time;
        sequence = counter;
    }

    const quint64 high = (static_cast<quint64>(time) << 16) | 0x7000 | sequence;
    const quint64 low =
        (QRandomGenerator::system()->generate64() & 0x3fff'ffff'ffff'ffffULL) | 0x8000'0000'0000'0000ULL;
    const QUuid id(static_cast<uint>(high >> 32), static_cast<ushort>(high >> 16), static_cast<ushort>(high),
                   static_cast<uchar>(low >> 56), static_cast<uchar>(low >> 48), static_cast<uchar>(low >> 40),
                   static_cast<uchar>(low >> 32), static_cast<uchar>(low >> 24), static_cast<uchar>(low >> 16),
                   static_cast<uchar>(low >> 8), static_cast<uchar>(low));
    return id.toString(QUuid::WithoutBraces);
}

} // namespace studio
