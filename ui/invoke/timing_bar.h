// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/invocation.h"

#include <QList>
#include <QStringList>
#include <QWidget>

namespace studio {

/// Where the time of a call went: a bar of its parts and their names. Main thread.
class TimingBar : public QWidget
{
    Q_OBJECT

public:
    struct Part
    {
        enum class Kind { Start, Handler, Rest };
        Kind kind = Kind::Rest;
        QString name;
        qint64 microseconds = 0;

        bool operator==(const Part &) const = default;
    };

    explicit TimingBar(QWidget *parent = nullptr);

    void setInvocation(const Invocation &invocation);
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    [[nodiscard]] QFont legendFont() const;
    void paintBar(QPainter &painter, int room) const;

    QList<Part> m_parts;
};

/// Each part of the way in words, a line for each that took time: queued, cold start, handler, to the first byte,
/// transfer. They add up to the total.
QStringList timingDetails(const Invocation &invocation);

/// Start (cold only), handler (when it said), and what is left of the total: connection, wire, queue.
QList<TimingBar::Part> timingParts(const Invocation &invocation);

} // namespace studio
