// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractButton>
#include <QBasicTimer>

namespace studio {

/// An execution id in the code font, its middle left out where the room is short. A click copies it and says so for a
/// moment. Main thread.
class IdButton : public QAbstractButton
{
    Q_OBJECT

public:
    explicit IdButton(QWidget *parent = nullptr);

    void setId(const QString &id); ///< hidden while empty
    [[nodiscard]] QString id() const { return m_id; }
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    void timerEvent(QTimerEvent *event) override;

private:
    void copy();
    [[nodiscard]] int widthOf(int characters) const;

    QString m_id;
    QBasicTimer m_copied; ///< runs while "Copied" is shown
};

} // namespace studio
