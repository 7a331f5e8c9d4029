// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>

class QListWidget;

namespace studio {

/// A short list of places in files to choose one from, by mouse or keyboard. Deletes itself when it closes. Main
/// thread.
class PlaceChooser final : public QFrame
{
    Q_OBJECT

public:
    explicit PlaceChooser(QWidget *parent);

    void add(const QString &place, const QString &line);
    void showAt(const QPoint &global);

Q_SIGNALS:
    void chosen(int index); ///< in the order of add()

private:
    QListWidget *m_list;
};

} // namespace studio
