// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QWidget>

class QPlainTextEdit;
class QToolButton;

namespace studio {

/// What the handler wrote to stderr during one execution, folded away under a line that counts it. Main thread;
/// bounded.
class StderrSection : public QWidget
{
    Q_OBJECT

public:
    static constexpr int maxLines = 2'000; ///< that are shown: the last ones; the console and the record have the rest

    explicit StderrSection(QWidget *parent = nullptr);

    void clear();
    void append(const QList<QByteArray> &lines); ///< escapes are left out
    void setOpen(bool open);
    [[nodiscard]] bool isOpen() const;
    [[nodiscard]] qint64 count() const { return m_count; }

private:
    void showTitle();

    QToolButton *m_title;
    QPlainTextEdit *m_text;
    qint64 m_count = 0;
};

} // namespace studio
