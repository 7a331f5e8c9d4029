// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/workspace/dev_loop.h"

#include <QWidget>

class QLabel;

namespace studio {

/// "● running · draft · 2.9 MiB": what the handler does, as shape, colour and words. Main thread.
class InstanceStatus : public QWidget
{
    Q_OBJECT

public:
    explicit InstanceStatus(QWidget *parent = nullptr);
    void show(const DevLoop::Status &status);
    [[nodiscard]] QString text() const;

protected:
    void changeEvent(QEvent *event) override;

private:
    void draw();

    DevLoop::Status m_status;
    QLabel *m_mark;
    QLabel *m_text;
};

} // namespace studio
