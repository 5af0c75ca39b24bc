"""An analysis as files for people and other programs: tables, video, figure. All are written whole or not at all."""
